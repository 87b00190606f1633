"""Suggestions and hot topics: what other packages may use."""

from linli.matters.topics.actions import (
    mark_topic,
    move_matter,
    record_join,
    record_suggestions,
    train_own_reader,
)
from linli.matters.topics.events import TopicCameBack, TopicMerged
from linli.matters.topics.models import Topic, TopicMember
from linli.matters.topics.placing import place_matter, refresh_topics, regroup_topics
from linli.matters.topics.queries import (
    accepted_shares,
    hot_topics,
    matters_of_topic,
    reader_cards,
    topic_for,
    topic_of_matter,
    topics_visible_to,
    trend_word,
    weekly_counts,
)
from linli.matters.topics.reshaping import join_topics, split_topic
from linli.matters.topics.showing import write_shown
from linli.matters.topics.suggesting import guess_category, hear_danger, rank_same, suggest

__all__ = [
    "Topic",
    "TopicCameBack",
    "TopicMember",
    "TopicMerged",
    "accepted_shares",
    "guess_category",
    "hear_danger",
    "hot_topics",
    "join_topics",
    "mark_topic",
    "matters_of_topic",
    "move_matter",
    "place_matter",
    "rank_same",
    "reader_cards",
    "record_join",
    "record_suggestions",
    "refresh_topics",
    "regroup_topics",
    "split_topic",
    "suggest",
    "topic_for",
    "topic_of_matter",
    "topics_visible_to",
    "train_own_reader",
    "trend_word",
    "weekly_counts",
    "write_shown",
]
