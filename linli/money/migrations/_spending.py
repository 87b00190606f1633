"""Triggers of spending: what must hold whatever program writes."""

TRIGGERS = """
CREATE FUNCTION spending_release_of_its_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- a release is the hand of that very step, in the round that runs
  IF NOT EXISTS (
    SELECT 1 FROM spending_part p JOIN spending_request r ON r.id = p.request_id
    WHERE p.id = NEW.part_id AND p.request_id = NEW.request_id AND p.step = NEW.step
      AND r.round = NEW.round AND r.state = 'releasing'
  ) THEN
    RAISE EXCEPTION 'spending_release_of_its_part: a release needs a hand of its own step'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_release_of_its_part';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER spending_release_of_its_part BEFORE INSERT ON spending_release
  FOR EACH ROW EXECUTE FUNCTION spending_release_of_its_part();

CREATE FUNCTION spending_payment_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked spending_request;
  done text[];
  standing bigint;
BEGIN
  SELECT * INTO asked FROM spending_request WHERE id = NEW.request_id FOR UPDATE;
  SELECT array_agg(l.step) INTO done FROM spending_release l
    WHERE l.request_id = NEW.request_id AND l.round = asked.round;
  IF done IS NULL OR NOT done @> ARRAY['release_company', 'release_committee']
     OR (asked.amount >= asked.owners_from AND NOT done @> ARRAY['release_owners']) THEN
    RAISE EXCEPTION 'spending_payment_after_releases: paid before the releases'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_payment_after_releases';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM spending_part p WHERE p.id = NEW.part_id
      AND p.request_id = NEW.request_id AND p.step = 'pay') THEN
    RAISE EXCEPTION 'spending_payment_of_its_part: a payment needs a hand of its own'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_payment_of_its_part';
  END IF;
  SELECT coalesce(sum(p.amount), 0) INTO standing FROM spending_payment p
    WHERE p.request_id = NEW.request_id
      AND NOT EXISTS (SELECT 1 FROM spending_reversal v WHERE v.payment_id = p.id);
  IF standing + NEW.amount > asked.amount THEN
    RAISE EXCEPTION 'spending_payment_not_over: more than was asked for'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_payment_not_over';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER spending_payment_sound BEFORE INSERT ON spending_payment
  FOR EACH ROW EXECUTE FUNCTION spending_payment_sound();
"""

UNDO = """
DROP TRIGGER spending_release_of_its_part ON spending_release;
DROP TRIGGER spending_payment_sound ON spending_payment;
DROP FUNCTION spending_release_of_its_part();
DROP FUNCTION spending_payment_sound();
"""
