"""The readers' own door: free of Django, for the command line, benches and the pages' api."""

from linli.matters.topics.readers.clusters import Judges, Placement, TopicFinder
from linli.matters.topics.readers.dangers import Sign, find_danger
from linli.matters.topics.readers.evaluation import TARGETS, Report, Scores, evaluate
from linli.matters.topics.readers.making import (
    Trained,
    load_trained,
    save_trained,
    shipped,
    train_all,
    version_of,
)
from linli.matters.topics.readers.pairs import Item, make_item
from linli.matters.topics.readers.plates import Spot, find_landmarks, find_spots
from linli.matters.topics.readers.reader import Reading, TextReader
from linli.matters.topics.readers.records import CorpusError, Record, read_records

__all__ = [
    "TARGETS",
    "CorpusError",
    "Item",
    "Judges",
    "Placement",
    "Reading",
    "Record",
    "Report",
    "Scores",
    "Sign",
    "Spot",
    "TextReader",
    "TopicFinder",
    "Trained",
    "evaluate",
    "find_danger",
    "find_landmarks",
    "find_spots",
    "load_trained",
    "make_item",
    "read_records",
    "save_trained",
    "shipped",
    "train_all",
    "version_of",
]
