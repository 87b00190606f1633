"""Papers in versions, the contract, what is due and what was done, ratings, consents."""

from linli.voice.contracts.models.columns import LONGEST_PAPER, LONGEST_WORDS
from linli.voice.contracts.models.papers import (
    ContractNotice,
    ContractPrice,
    Paper,
    PaperArticle,
    PaperDraft,
    PaperVersion,
    ServiceContract,
)
from linli.voice.contracts.models.service import (
    FacilityCertificate,
    ServiceCheck,
    ServiceDue,
    ServiceItem,
)
from linli.voice.contracts.models.voices import (
    ServiceRating,
    ServiceReport,
    UseConsent,
    UseRequest,
)

__all__ = [
    "LONGEST_PAPER",
    "LONGEST_WORDS",
    "ContractNotice",
    "ContractPrice",
    "FacilityCertificate",
    "Paper",
    "PaperArticle",
    "PaperDraft",
    "PaperVersion",
    "ServiceCheck",
    "ServiceContract",
    "ServiceDue",
    "ServiceItem",
    "ServiceRating",
    "ServiceReport",
    "UseConsent",
    "UseRequest",
]
