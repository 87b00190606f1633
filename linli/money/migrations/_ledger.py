"""What the ledger's tables keep by themselves, whoever writes to them.

`ledger_post` is the road of a single entry: all of it in one round trip.
"""

SOUND = """
-- at commit: an entry has all its lines, they sum to zero, and they are of its own book
CREATE FUNCTION ledger_entry_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  n bigint; highest bigint; total numeric;
BEGIN
  -- nothing but the entry's id may choose the index, and no join the plan: until the tables are
  -- analysed either would read all lines of an estate or all accounts, for each entry
  SELECT count(*) FILTER (WHERE l.estate_id = NEW.estate_id AND l.occurred_on = NEW.occurred_on
      AND (SELECT a.book_id = NEW.book_id AND a.estate_id = NEW.estate_id
        FROM ledger_account a WHERE a.id = l.account_id)),
    max(l.number), sum(l.amount) INTO n, highest, total
    FROM ledger_line l WHERE l.entry_id = NEW.id;
  IF n <> NEW.line_count OR highest <> n THEN
    RAISE EXCEPTION 'entry % says % lines and has % of its own book', NEW.id, NEW.line_count, n
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_lines_complete';
  ELSIF total <> 0 THEN
    RAISE EXCEPTION 'entry % is out by %', NEW.id, total
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_sums_to_zero';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_sound AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_sound();

-- nothing is added to an entry later: lines 1 and 2 are there for ever, so that whatever is added
-- has a higher number
CREATE FUNCTION ledger_line_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number > (SELECT line_count FROM ledger_entry WHERE id = NEW.entry_id) THEN
    RAISE EXCEPTION 'entry % is complete', NEW.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_lines_complete';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_line_in_time AFTER INSERT ON ledger_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number > 2)
  EXECUTE FUNCTION ledger_line_in_time();
"""

KEPT = """
-- people's accounts have their balance in a row, which only these two triggers write
CREATE FUNCTION ledger_balance_open() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_balance (account_id, estate_id, amount, side, may_go_negative)
  SELECT id, estate_id, 0, CASE WHEN kind IN ('asset', 'expense') THEN 1 ELSE -1 END,
    may_go_negative
  FROM new_rows WHERE keeps_balance;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_balance_open AFTER INSERT ON ledger_account
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_open();

CREATE FUNCTION ledger_balance_keep() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- in the order of ids, so that two postings never wait for each other crosswise
  PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM new_rows)
    ORDER BY account_id FOR NO KEY UPDATE;
  IF FOUND THEN
    UPDATE ledger_balance b SET amount = b.amount + d.amount
    FROM (SELECT account_id, sum(amount) AS amount FROM new_rows GROUP BY 1) d
    WHERE b.account_id = d.account_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_balance_keep AFTER INSERT ON ledger_line
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_balance_keep();

-- what waits for a seal
CREATE FUNCTION ledger_unsealed_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_unsealed (entry_id, book_id, estate_id)
  SELECT id, book_id, estate_id FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_unsealed_add AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_unsealed_add();

DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'linli_app') THEN
    REVOKE INSERT, UPDATE, DELETE ON ledger_balance FROM linli_app;
    REVOKE UPDATE ON ledger_unsealed FROM linli_app;
    REVOKE DELETE ON ledger_day_sum FROM linli_app;
  END IF;
END $$;
"""

POST = """
-- one entry with its lines, its audit row and its news (EntryPosted); is_new = false gives the
-- entry that has the key already. Its plans are made once, whatever the arrays' lengths suggest.
CREATE FUNCTION ledger_post(
  p_estate bigint, p_book bigint, p_unit text, p_key text, p_kind text, p_on date,
  p_at timestamptz, p_user bigint, p_source text, p_memo text, p_reverses bigint,
  p_vouchers bigint[], p_digest bytea, p_accounts bigint[], p_amounts bigint[],
  p_address inet, p_tells boolean,
  OUT entry_id bigint, OUT is_new boolean, OUT kept_digest bytea, OUT kept_at timestamptz,
  OUT kept_user bigint
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  n int := cardinality(p_accounts);
  written int;
  book_unit text;
BEGIN
  SELECT b.unit INTO book_unit FROM ledger_book b WHERE b.id = p_book AND b.estate_id = p_estate;
  IF NOT FOUND OR book_unit <> p_unit THEN
    RAISE EXCEPTION 'book % of estate % does not keep %', p_book, p_estate, p_unit
      USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = CASE WHEN FOUND THEN 'ledger_entry_unit' ELSE 'ledger_entry_of_book' END;
  END IF;
  INSERT INTO ledger_entry AS e (
      estate_id, book_id, key, kind, occurred_on, posted_at, user_id, source, memo, reverses_id,
      voucher_ids, line_count, digest)
    VALUES (p_estate, p_book, p_key, p_kind, p_on, p_at, p_user, p_source, p_memo, p_reverses,
      p_vouchers, n, p_digest)
    ON CONFLICT (book_id, key) DO NOTHING
    RETURNING e.id INTO entry_id;
  is_new := FOUND;
  IF NOT is_new THEN
    SELECT e.id, e.digest, e.posted_at, e.user_id
      INTO entry_id, kept_digest, kept_at, kept_user
      FROM ledger_entry e WHERE e.book_id = p_book AND e.key = p_key;
    RETURN;
  END IF;
  INSERT INTO ledger_line (entry_id, number, estate_id, account_id, occurred_on, amount)
    SELECT ledger_post.entry_id, l.number, p_estate, l.account_id, p_on, l.amount
    FROM unnest(p_accounts, p_amounts) WITH ORDINALITY AS l (account_id, amount, number)
    WHERE (SELECT a.book_id FROM ledger_account a WHERE a.id = l.account_id) = p_book;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written <> n THEN
    RAISE EXCEPTION 'an account is not of book %', p_book
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_line_of_book';
  END IF;
  IF cardinality(p_vouchers) > 0 THEN
    INSERT INTO ledger_voucher (entry_id, file_id, estate_id)
      SELECT ledger_post.entry_id, v, p_estate FROM unnest(p_vouchers) AS v;
  END IF;
  PERFORM linli_record(
    p_estate, p_at, p_user, 'ledger.posted', 'ledger_entry', entry_id, p_address);
  IF p_tells THEN
    PERFORM linli_tell(p_estate, p_at, 'EntryPosted', jsonb_build_object(
      'entry_id', entry_id, 'book_id', p_book, 'kind', p_kind, 'source', p_source));
  END IF;
END $$;
"""

UNDO = """
DROP FUNCTION ledger_post;
DROP TRIGGER ledger_unsealed_add ON ledger_entry; DROP FUNCTION ledger_unsealed_add();
DROP TRIGGER ledger_balance_keep ON ledger_line; DROP FUNCTION ledger_balance_keep();
DROP TRIGGER ledger_balance_open ON ledger_account; DROP FUNCTION ledger_balance_open();
DROP TRIGGER ledger_line_in_time ON ledger_line; DROP FUNCTION ledger_line_in_time();
DROP TRIGGER ledger_entry_sound ON ledger_entry; DROP FUNCTION ledger_entry_sound();
"""
