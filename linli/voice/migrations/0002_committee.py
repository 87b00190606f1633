from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly

LAWFUL = """
-- OWN-12, RC-01: a term lasts five years at most
ALTER TABLE committee_term ADD CONSTRAINT committee_term_at_most_5_years
  CHECK (ends_on < starts_on + interval '5 years');
-- OWN-13, RC-03: the agenda hangs its days before anybody meets
ALTER TABLE committee_meeting ADD CONSTRAINT committee_meeting_agenda_in_time
  CHECK (state IN ('draft', 'cancelled') OR meets_on - posted_on >= notice_days);
"""
# what was announced is what is decided: a posted agenda stays as it is
FROZEN = """
CREATE FUNCTION committee_agenda_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item committee_agenda_item;
BEGIN
  item := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  PERFORM 1 FROM committee_meeting WHERE id = item.meeting_id AND posted_on IS NOT NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'the agenda is posted'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'committee_agenda_item_frozen';
  END IF;
  RETURN item;
END $$;
CREATE TRIGGER committee_agenda_item_frozen BEFORE INSERT OR UPDATE OR DELETE
  ON committee_agenda_item FOR EACH ROW EXECUTE FUNCTION committee_agenda_stays();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("voice", "0001_ballots"),
        ("contact", "0003_notices"),
        ("matters", "0010_search"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "committee_body",
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "kind"), name="committee_body_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "owners_committee",
                                    "residents_committee",
                                    "supervision_committee",
                                ],
                            )
                        ),
                        name="committee_body_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("number", models.PositiveSmallIntegerField()),
                ("seats", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("elected_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="terms",
                        to="voice.body",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
            ],
            options={
                "db_table": "committee_term",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "number"), name="committee_term_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="committee_term_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "owners_committee"), ("seats__in", [5, 7, 9, 11])),
                            models.Q(
                                ("kind", "residents_committee"),
                                ("seats__gte", 5),
                                ("seats__lte", 9),
                            ),
                            models.Q(
                                ("kind", "supervision_committee"),
                                ("seats__gte", 3),
                                ("seats__lte", 9),
                            ),
                            _connector="OR",
                        ),
                        name="committee_term_seats_lawful",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodySeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.CharField(default="member", max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("declared_at", models.DateTimeField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=120)),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.office",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="members",
                        to="voice.bodyterm",
                    ),
                ),
            ],
            options={
                "db_table": "committee_seat",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__in", ["chair", "vice_chair", "member"])),
                        name="committee_seat_position_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("position", "chair"), ("until__isnull", True)),
                        fields=("term",),
                        name="committee_seat_one_chair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("until__isnull", True)),
                        fields=("term", "person"),
                        name="committee_seat_person_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(null=True)),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="appraisals",
                        to="voice.bodyterm",
                    ),
                ),
            ],
            options={
                "db_table": "committee_appraisal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "year"), name="committee_appraisal_yearly"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="committee_appraisal_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LawfulDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=20)),
                ("rule", models.CharField(max_length=10)),
                ("rings_on", models.DateField()),
                ("due_on", models.DateField()),
                ("proof_source", models.CharField(blank=True, max_length=40)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="duties",
                        to="voice.body",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="duties",
                        to="voice.bodyterm",
                    ),
                ),
            ],
            options={
                "db_table": "committee_duty",
                "indexes": [
                    models.Index(fields=["estate", "due_on"], name="committee_duty_by_day")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "key"), name="committee_duty_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "first_meeting",
                                    "filing",
                                    "reelection",
                                    "handover",
                                    "reps_meeting",
                                    "appraisal",
                                ],
                            )
                        ),
                        name="committee_duty_code_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            ("proof__isnull", False),
                            models.Q(("proof_source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="committee_duty_done_with_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("title", models.CharField(max_length=80)),
                ("place_words", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("meets_on", models.DateField()),
                ("notice_days", models.PositiveSmallIntegerField()),
                ("posted_on", models.DateField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("entitled", models.PositiveIntegerField(null=True)),
                ("present", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyseat",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="meetings",
                        to="voice.bodyterm",
                    ),
                ),
            ],
            options={
                "db_table": "committee_meeting",
                "indexes": [
                    models.Index(fields=["estate", "-meets_on"], name="committee_meeting_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["committee", "representatives", "residents"])
                        ),
                        name="committee_meeting_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            ("posted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="committee_meeting_called_openly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            models.Q(
                                ("entitled__isnull", False),
                                ("present__isnull", False),
                                ("present__lte", models.F("entitled")),
                            ),
                            _connector="OR",
                        ),
                        name="committee_meeting_held_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("needs_decision", models.BooleanField(default=True)),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="items",
                        to="voice.meeting",
                    ),
                ),
            ],
            options={
                "db_table": "committee_agenda_item",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "position"), name="committee_agenda_item_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("yes", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("abstain", models.PositiveIntegerField()),
                ("present", models.PositiveIntegerField()),
                ("entitled", models.PositiveIntegerField()),
                ("of_all", models.BooleanField()),
                ("is_adopted", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="decision",
                        to="voice.meetingitem",
                    ),
                ),
            ],
            options={
                "db_table": "committee_decision",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "+", models.F("no")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            ),
                            ("entitled__gte", models.F("present")),
                        ),
                        name="committee_decision_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_adopted", False),
                            models.Q(
                                (
                                    "entitled__lt",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "*", models.Value(2)
                                    ),
                                ),
                                ("of_all", True),
                            ),
                            models.Q(
                                ("of_all", False),
                                (
                                    "present__lt",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "*", models.Value(2)
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="committee_decision_by_majority",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingMinutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("state", models.CharField(default="draft", max_length=8)),
                ("signed_at", models.DateTimeField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                (
                    "chair_seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyseat",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="minutes",
                        to="voice.meeting",
                    ),
                ),
                (
                    "other_seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyseat",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "committee_minutes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "signed", "posted"])),
                        name="committee_minutes_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(
                                ("chair_seat__isnull", False),
                                ("other_seat__isnull", False),
                                models.Q(("chair_seat", models.F("other_seat")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="committee_minutes_two_signatures",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choice", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="votes",
                        to="voice.meetingitem",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyseat",
                    ),
                ),
            ],
            options={
                "db_table": "committee_member_vote",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "seat"), name="committee_member_vote_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["yes", "no", "abstain"])),
                        name="committee_member_vote_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenAffair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("linked_at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="contact.notice",
                    ),
                ),
            ],
            options={
                "db_table": "committee_open_affair",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "notice"), name="committee_open_affair_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResidentsRepresentative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
            ],
            options={
                "db_table": "residents_representative",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "since"), name="residents_representative_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="residents_representative_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="attendances",
                        to="voice.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyseat",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.residentsrepresentative",
                    ),
                ),
            ],
            options={
                "db_table": "committee_attendance",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("representative__isnull", True), ("seat__isnull", False)),
                            models.Q(("representative__isnull", False), ("seat__isnull", True)),
                            _connector="OR",
                        ),
                        name="committee_attendance_one_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", False)),
                        fields=("meeting", "seat"),
                        name="committee_attendance_seat_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("representative__isnull", False)),
                        fields=("meeting", "representative"),
                        name="committee_attendance_rep_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedMinutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("seal", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sealed",
                        to="voice.meeting",
                    ),
                ),
            ],
            options={
                "db_table": "committee_sealed_minutes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "serial"), name="committee_sealed_minutes_serial_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppraisalScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scores", models.JSONField()),
                ("given_by_id", models.BigIntegerField()),
                ("confirmation", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="scores",
                        to="voice.appraisal",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.household",
                    ),
                ),
            ],
            options={
                "db_table": "committee_appraisal_score",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appraisal", "household"), name="committee_appraisal_score_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(LAWFUL, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, "DROP FUNCTION committee_agenda_stays() CASCADE"),
        AppendOnly("committee_member_vote"),
        AppendOnly("committee_decision"),
        AppendOnly("committee_sealed_minutes"),
        AppendOnly("committee_appraisal_score"),
    ]
