import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly

# what the database itself refuses: a roll or an agenda that changes, a box that is not open
FREEZE = """
CREATE FUNCTION ballots_refuse(text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', $1 USING ERRCODE = 'restrict_violation', CONSTRAINT = $1;
END $$;

-- the agenda stands still once the owners were told of it (OWN-09)
CREATE FUNCTION agenda_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_assembly bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.assembly_id
                                         ELSE NEW.assembly_id END;
BEGIN
  PERFORM 1 FROM assembly WHERE id = of_assembly AND noticed_at IS NULL;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND OLD.assembly_id <> NEW.assembly_id) THEN
    PERFORM ballots_refuse('agenda_item_frozen');
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER agenda_item_frozen BEFORE INSERT OR UPDATE OR DELETE ON agenda_item
  FOR EACH ROW EXECUTE FUNCTION agenda_stands();

-- days, rules and totals too
CREATE FUNCTION assembly_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.rules_id, OLD.opens_at, OLD.closes_at, OLD.code, OLD.kind, OLD.noticed_at,
      OLD.total_units, OLD.total_heads, OLD.total_area_cm2, OLD.roll_root)
     IS DISTINCT FROM
     (NEW.rules_id, NEW.opens_at, NEW.closes_at, NEW.code, NEW.kind, NEW.noticed_at,
      NEW.total_units, NEW.total_heads, NEW.total_area_cm2, NEW.roll_root) THEN
    PERFORM ballots_refuse('assembly_frozen');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assembly_frozen BEFORE UPDATE ON assembly
  FOR EACH ROW WHEN (OLD.noticed_at IS NOT NULL) EXECUTE FUNCTION assembly_stands();

-- nobody comes on the roll after it was frozen (OWN-04); one look a statement
CREATE FUNCTION roll_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM assembly
    WHERE noticed_at IS NOT NULL AND id IN (SELECT DISTINCT assembly_id FROM fresh);
  IF FOUND THEN
    PERFORM ballots_refuse('roll_frozen');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER roll_voter_frozen AFTER INSERT ON roll_voter
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION roll_stands();
CREATE TRIGGER roll_line_frozen AFTER INSERT ON roll_line
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION roll_stands();

-- the box takes ballots while it is open; who closes it waits for those that are on their way
CREATE FUNCTION box_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM assembly
    WHERE id IN (SELECT DISTINCT assembly_id FROM fresh) FOR SHARE;
  PERFORM 1 FROM assembly
    WHERE id IN (SELECT DISTINCT assembly_id FROM fresh) AND state <> 'open';
  IF FOUND THEN
    PERFORM ballots_refuse('ballot_box_open');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ballot_box_open AFTER INSERT ON ballot
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION box_is_open();
"""

UNFREEZE = """
DROP TRIGGER ballot_box_open ON ballot;
DROP TRIGGER roll_line_frozen ON roll_line;
DROP TRIGGER roll_voter_frozen ON roll_voter;
DROP TRIGGER assembly_frozen ON assembly;
DROP TRIGGER agenda_item_frozen ON agenda_item;
DROP FUNCTION box_is_open, roll_stands, assembly_stands, agenda_stands, ballots_refuse(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0003_sign_in"),
        ("contact", "0003_notices"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assembly",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=80)),
                ("kind", models.CharField(default="regular", max_length=12)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("prepared_at", models.DateTimeField(null=True)),
                ("noticed_at", models.DateTimeField(null=True)),
                ("total_units", models.PositiveIntegerField(null=True)),
                ("total_heads", models.PositiveIntegerField(null=True)),
                ("total_area_cm2", models.BigIntegerField(null=True)),
                ("roll_root", models.CharField(blank=True, max_length=64)),
                ("closed_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("cancelled_reason", models.CharField(blank=True, max_length=200)),
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
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="contact.notice",
                    ),
                ),
                (
                    "noticed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "assembly",
                "indexes": [models.Index(fields=["estate", "-created_at"], name="assembly_recent")],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "code"), name="assembly_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "prepared",
                                    "noticed",
                                    "open",
                                    "closed",
                                    "published",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="assembly_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="assembly_closes_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("noticed_at__isnull", True),
                            (
                                "opens_at__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("noticed_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=15)),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="assembly_fifteen_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("noticed_by__isnull", True),
                            models.Q(("noticed_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="assembly_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "prepared", "cancelled"]),
                            models.Q(
                                ("notice__isnull", False),
                                ("noticed_at__isnull", False),
                                ("total_area_cm2__gt", 0),
                                ("total_heads__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="assembly_noticed_has_roll",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssemblyResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("figures", models.JSONField()),
                ("box_root", models.CharField(max_length=64)),
                ("ballot_count", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                ("keep_until", models.DateField()),
                ("object_until", models.DateField()),
                (
                    "assembly",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="result",
                        to="voice.assembly",
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
                "db_table": "assembly_result",
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.CharField(max_length=1000)),
                ("begun_at", models.DateTimeField()),
                ("reached_at", models.DateTimeField(null=True)),
                ("reached_heads", models.PositiveIntegerField(null=True)),
                ("reached_of", models.PositiveIntegerField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
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
                "db_table": "petition",
                "indexes": [models.Index(fields=["estate", "-begun_at"], name="petition_recent")],
            },
        ),
        migrations.AddField(
            model_name="assembly",
            name="petition",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="assemblies",
                to="voice.petition",
            ),
        ),
        migrations.CreateModel(
            name="PetitionSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "entered_by",
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
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
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
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="signatures",
                        to="voice.petition",
                    ),
                ),
            ],
            options={
                "db_table": "petition_signature",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("petition", "person"), name="petition_signature_person_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollVoter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("area_cm2", models.BigIntegerField()),
                ("unit_count", models.PositiveIntegerField()),
                ("owner_count", models.PositiveIntegerField()),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="voters",
                        to="voice.assembly",
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
                "db_table": "roll_voter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assembly", "code"), name="roll_voter_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_cm2__gt", 0)), name="roll_voter_area_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
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
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="owners",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "roll_owner",
                "indexes": [
                    models.Index(fields=["person", "voter"], name="roll_owner_of_person"),
                    models.Index(
                        fields=["organisation", "voter"], name="roll_owner_of_organisation"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="roll_owner_one_owner",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("area_cm2", models.BigIntegerField()),
                ("area_source", models.CharField(max_length=12)),
                ("tenure", models.CharField(max_length=16)),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="voice.assembly",
                    ),
                ),
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
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "roll_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assembly", "home"), name="roll_line_home_once"
                    ),
                    models.UniqueConstraint(
                        fields=("assembly", "code"), name="roll_line_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area_cm2__gt", 0)), name="roll_line_area_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField()),
                ("entered_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.assembly",
                    ),
                ),
                (
                    "entered_by",
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="proxies",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "ballot_proxy",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("voter",),
                        name="ballot_proxy_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("assembly", "holder", "slot"),
                        name="ballot_proxy_slot_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBallot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("token", models.UUIDField(unique=True)),
                ("receipt", models.CharField(max_length=14)),
                ("printed_at", models.DateTimeField()),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="papers",
                        to="voice.assembly",
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
                        related_name="paper",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "paper_ballot",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assembly", "number"), name="paper_ballot_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                ("sent_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
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
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "door_code",
                "indexes": [models.Index(fields=["voter", "-sent_at"], name="door_code_latest")],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("may_replace", models.BooleanField(default=False)),
                ("choices", models.CharField(max_length=20)),
                ("way", models.CharField(max_length=8)),
                ("receipt", models.CharField(max_length=14)),
                ("leaf", models.BinaryField(max_length=32)),
                ("client_key", models.CharField(max_length=80)),
                ("person_id", models.BigIntegerField(null=True)),
                ("cast_at", models.DateTimeField()),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="ballots",
                        to="voice.assembly",
                    ),
                ),
                (
                    "cast_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
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
                    "door_code",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.doorcode",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.paperballot",
                    ),
                ),
                (
                    "proxy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.proxy",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="ballots",
                        to="voice.rollvoter",
                    ),
                ),
            ],
            options={
                "db_table": "ballot",
                "constraints": [
                    models.UniqueConstraint(fields=("voter", "turn"), name="ballot_once_a_voter"),
                    models.CheckConstraint(
                        condition=models.Q(("turn", 1), ("may_replace", True), _connector="OR"),
                        name="ballot_first_counts",
                    ),
                    models.UniqueConstraint(
                        fields=("assembly", "receipt"), name="ballot_receipt_once"
                    ),
                    models.UniqueConstraint(
                        fields=("assembly", "cast_by", "client_key"), name="ballot_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "paper", "door", "imported"])),
                        name="ballot_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "door"), _negated=True),
                            ("confirmation__isnull", False),
                            ("door_code__isnull", False),
                            _connector="OR",
                        ),
                        name="ballot_door_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "paper"), _negated=True),
                            models.Q(("confirmation__isnull", False), ("paper__isnull", False)),
                            _connector="OR",
                        ),
                        name="ballot_paper_scanned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VotingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("silence", models.CharField(default="not_participating", max_length=20)),
                ("repeat", models.CharField(default="first", max_length=8)),
                ("proxies_each", models.PositiveSmallIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                (
                    "developer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "public_holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "voting_rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "version"), name="voting_rules_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("silence__in", ["not_participating", "follows_majority"])
                        ),
                        name="voting_rules_silence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("repeat__in", ["first", "last"])),
                        name="voting_rules_repeat_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("silence", "not_participating"),
                            models.Q(("decided_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="voting_rules_silence_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="assembly",
            name="rules",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="voice.votingrules",
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("matter", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("limit_fen", models.BigIntegerField(null=True)),
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
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="items",
                        to="voice.assembly",
                    ),
                ),
            ],
            options={
                "db_table": "agenda_item",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assembly", "position"), name="agenda_item_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("matter__gte", 1), ("matter__lte", 9)),
                        name="agenda_item_matter_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_fen__isnull", True), ("limit_fen__gt", 0), _connector="OR"
                        ),
                        name="agenda_item_limit_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matter__in", [5, 6]), _negated=True),
                            ("limit_fen__isnull", False),
                            _connector="OR",
                        ),
                        name="agenda_item_fund_has_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssemblyObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=8)),
                ("raised_at", models.DateTimeField()),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="objections",
                        to="voice.assembly",
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "assembly_objection",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["roll", "result"])),
                        name="assembly_objection_about_known",
                    ),
                    models.UniqueConstraint(
                        fields=("matter",), name="assembly_objection_matter_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ballot_count", models.PositiveIntegerField()),
                ("last_ballot_id", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="seals",
                        to="voice.assembly",
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
                "db_table": "ballot_seal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assembly", "last_ballot_id"), name="ballot_seal_of_state_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choices", models.CharField(max_length=20)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
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
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="entries",
                        to="voice.paperballot",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "paper_entry",
                "indexes": [
                    models.Index(fields=["paper", "entered_at"], name="paper_entry_of_paper")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "regular"), ("petition__isnull", False), _connector="OR"
                ),
                name="assembly_temporary_has_petition",
            ),
        ),
        AppendOnly("roll_voter"),
        AppendOnly("roll_line"),
        AppendOnly("roll_owner"),
        AppendOnly("ballot"),
        AppendOnly("ballot_seal"),
        AppendOnly("paper_entry"),
        AppendOnly("assembly_result"),
        AppendOnly("petition_signature"),
        AppendOnly("voting_rules"),
        migrations.CreateModel(
            name="BallotRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("state", models.CharField(default="working", max_length=8)),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("source", models.BinaryField(null=True)),
                ("totals", models.JSONField(default=dict)),
                ("fault", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="runs",
                        to="voice.assembly",
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
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "ballot_run",
                "indexes": [
                    models.Index(fields=["assembly", "-created_at"], name="ballot_run_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["print", "import"]),
                            ("state__in", ["working", "done", "stopped", "failed", "gone"]),
                        ),
                        name="ballot_run_words_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "working")),
                        fields=("assembly", "kind"),
                        name="ballot_run_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "print"), ("state", "done"), _negated=True),
                            ("file__isnull", False),
                            _connector="OR",
                        ),
                        name="ballot_run_print_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "working"), ("source__isnull", True), _connector="OR"
                        ),
                        name="ballot_run_source_goes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.BinaryField(max_length=32)),
                ("found", models.BinaryField()),
                ("totals", models.JSONField()),
                ("created_at", models.DateTimeField()),
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
            ],
            options={
                "db_table": "roll_comparison",
                "indexes": [
                    models.Index(fields=["estate", "-created_at"], name="roll_comparison_recent")
                ],
            },
        ),
        migrations.RunSQL(FREEZE, UNFREEZE),
    ]
