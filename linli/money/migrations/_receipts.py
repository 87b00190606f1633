"""SQL of receipt numbers, beside the migration that runs it."""

# The number is the database's: one counter row an estate and year, which every receipt of that year
# waits for until the one before has committed or is gone. So there is no gap and no repeat, and the
# application cannot choose: the function works as the owner, the counter is closed to others.
NUMBERS = """
CREATE FUNCTION linli_number_receipt() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO receipt_counter (estate_id, year, last) VALUES (NEW.estate_id, NEW.year, 1)
    ON CONFLICT (estate_id, year) DO UPDATE SET last = receipt_counter.last + 1
    RETURNING last INTO NEW.number;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_numbered BEFORE INSERT ON receipt
  FOR EACH ROW EXECUTE FUNCTION linli_number_receipt();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'linli_app') THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON receipt_counter FROM linli_app;
  END IF;
END $$;
"""
UNDO_NUMBERS = """
DROP TRIGGER receipt_numbered ON receipt;
DROP FUNCTION linli_number_receipt();
"""
