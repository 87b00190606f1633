from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "linli.voice"
    label = "voice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of other groups; bring what other pages and packages rest on."""
        from django.utils.translation import gettext

        from linli.estate.places.api import register_sticker_guide
        from linli.money.fees.api import register_decision_source
        from linli.voice.ballots import handlers as ballots_handlers  # noqa: F401
        from linli.voice.ballots.api import VoteList, find_decisions, find_listings
        from linli.voice.ballots.api import register_vote_list as register
        from linli.voice.committee import handlers as committee_handlers  # noqa: F401
        from linli.voice.contracts import handlers as contracts_handlers  # noqa: F401
        from linli.voice.contracts.api import checks_before, service_section
        from linli.voice.polls import handlers as polls_handlers  # noqa: F401
        from linli.voice.polls.api import polls_section

        register(VoteList("assemblies", lambda: gettext("业主大会"), find_listings))
        register(polls_section())
        register(service_section())
        register_decision_source(find_decisions)
        register_sticker_guide(checks_before)
        self._file_papers()
        from linli.voice.elections import handlers as elections_handlers  # noqa: F401
        from linli.voice.elections.api import find_elections

        register(VoteList("elections", lambda: gettext("选举"), find_elections))

    def _file_papers(self) -> None:
        """What owners may look into, and what goes into the pack and the handover."""
        from linli.money.disclosure.api import register_pack_source, register_papers
        from linli.voice.committee import api as committee
        from linli.voice.contracts import api as contracts

        register_papers(contracts.owners_papers)
        register_papers(committee.owners_minutes)
        register_pack_source(contracts.pack_papers)
        register_pack_source(committee.pack_minutes)
        register_pack_source(contracts.handed_over_scans, handover_only=True)
        register_pack_source(committee.handed_over_minutes, handover_only=True)
