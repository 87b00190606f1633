import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly

LAWFUL = """
-- RC-02, OWN-12: roll and candidates hang their days before anybody votes
ALTER TABLE election ADD CONSTRAINT election_posted_in_time
  CHECK (state IN ('draft', 'cancelled') OR opens_on - posted_on >= notice_days);
"""
# the roll and the candidates of an election that is under way, or over, stay as they are
FROZEN = """
CREATE FUNCTION election_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint;
BEGIN
  wanted := CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id ELSE NEW.election_id END;
  PERFORM 1 FROM election WHERE id = wanted AND state IN ('open', 'counted');
  IF FOUND THEN
    RAISE EXCEPTION '% is frozen', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER election_voter_frozen BEFORE INSERT OR UPDATE OR DELETE ON election_voter
  FOR EACH ROW EXECUTE FUNCTION election_stays();
CREATE TRIGGER election_candidate_frozen BEFORE INSERT OR UPDATE OR DELETE ON election_candidate
  FOR EACH ROW EXECUTE FUNCTION election_stays();
"""
# nobody votes into a box that is not open; who counts waits for those that are on their way
BOXED = """
CREATE FUNCTION election_box_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM election
    WHERE id IN (SELECT DISTINCT election_id FROM fresh) FOR SHARE;
  PERFORM 1 FROM election
    WHERE id IN (SELECT DISTINCT election_id FROM fresh) AND state <> 'open';
  IF FOUND THEN
    RAISE EXCEPTION 'the box is not open'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'election_box_open';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER election_turnout_open AFTER INSERT ON election_turnout
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION election_box_is_open();
CREATE TRIGGER election_slip_open AFTER INSERT ON election_slip
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION election_box_is_open();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("voice", "0002_committee"),
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Election",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("mode", models.CharField(max_length=16)),
                ("round_kind", models.CharField(default="first", max_length=8)),
                ("title", models.CharField(max_length=80)),
                ("rules_text", models.TextField(blank=True)),
                ("seats", models.PositiveSmallIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("opens_on", models.DateField()),
                ("notice_days", models.PositiveSmallIntegerField()),
                ("posted_on", models.DateField(null=True)),
                ("term_starts_on", models.DateField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("assembly_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="following",
                        to="voice.election",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
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
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.bodyterm",
                    ),
                ),
            ],
            options={
                "db_table": "election",
                "indexes": [models.Index(fields=["estate", "-opens_on"], name="election_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["residents_committee", "residents_rep", "owners_committee"],
                            ),
                            (
                                "mode__in",
                                ["all_voters", "household_reps", "representatives", "assembly"],
                            ),
                            ("state__in", ["draft", "posted", "open", "counted", "cancelled"]),
                            ("round_kind__in", ["first", "run_off", "second"]),
                        ),
                        name="election_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="election_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1)), name="election_has_seats"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "cancelled"]),
                            ("posted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="election_posted_openly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("statement", models.CharField(blank=True, max_length=500)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="candidates",
                        to="voice.election",
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
                "db_table": "election_candidate",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "person"), name="election_candidate_once"
                    ),
                    models.UniqueConstraint(
                        fields=("election", "number"), name="election_candidate_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("filed_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("is_upheld", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="objections",
                        to="voice.election",
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
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "db_table": "election_objection",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            models.Q(
                                ("answered_by__isnull", False),
                                ("is_upheld__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="election_objection_answered_with_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField()),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sheets",
                        to="voice.election",
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
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "election_sheet",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "serial"), name="election_sheet_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by__isnull", True),
                            models.Q(("second_by", models.F("first_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="election_sheet_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionSlip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("is_paper", models.BooleanField(default=False)),
                ("receipt", models.BinaryField(max_length=32)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="slips",
                        to="voice.election",
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
                "db_table": "election_slip",
                "constraints": [
                    models.UniqueConstraint(fields=("receipt",), name="election_slip_receipt_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_valid", models.BooleanField()),
                ("roll", models.PositiveIntegerField()),
                ("cast", models.PositiveIntegerField()),
                ("invalid", models.PositiveIntegerField()),
                ("votes", models.JSONField()),
                (
                    "winners",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "tied",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("vacant", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("counted_at", models.DateTimeField()),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="tally",
                        to="voice.election",
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
                "db_table": "election_tally",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roll__gte", models.F("cast")), ("cast__gte", models.F("invalid"))
                        ),
                        name="election_tally_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionVoter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "building",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="voters",
                        to="voice.election",
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
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.household",
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
                "db_table": "election_voter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "person"), name="election_voter_once"
                    ),
                    models.UniqueConstraint(
                        fields=("election", "number"), name="election_voter_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("household__isnull", False)),
                        fields=("election", "household"),
                        name="election_voter_household_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionTurnout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=8)),
                ("by_account_id", models.BigIntegerField()),
                ("by_proxy", models.BooleanField(default=False)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="turnout",
                        to="voice.election",
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
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="turnout",
                        to="voice.electionvoter",
                    ),
                ),
            ],
            options={
                "db_table": "election_turnout",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "desk", "door", "paper"])),
                        name="election_turnout_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way", "phone"), ("is_confirmed", True), _connector="OR"
                        ),
                        name="election_turnout_help_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionProxy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mode", models.CharField(max_length=16)),
                ("slot", models.PositiveSmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="proxies",
                        to="voice.election",
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
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="proxies_held",
                        to="voice.electionvoter",
                    ),
                ),
                (
                    "principal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="proxy",
                        to="voice.electionvoter",
                    ),
                ),
            ],
            options={
                "db_table": "election_proxy",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slot__gte", 1), ("slot__lte", 3)),
                        name="election_proxy_three_at_most",
                    ),
                    models.UniqueConstraint(
                        fields=("agent", "slot"), name="election_proxy_slot_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode", "representatives"), _negated=True),
                        name="election_proxy_not_by_representatives",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("agent")), _negated=True),
                        name="election_proxy_of_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LAWFUL, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, "DROP FUNCTION election_stays() CASCADE"),
        migrations.RunSQL(BOXED, "DROP FUNCTION election_box_is_open() CASCADE"),
        AppendOnly("election_turnout"),
        AppendOnly("election_slip"),
        AppendOnly("election_tally"),
    ]
