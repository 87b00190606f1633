"""Words of matters are found by pairs of neighbouring signs: Chinese has no blanks between words."""

from typing import ClassVar

from django.db import migrations

# Each pair bears its estate, so that one estate's words never lengthen another's search. Only
# ASCII letters are folded: what lower() does elsewhere depends on the server's locale.
FUNCTION = """
CREATE FUNCTION linli_grams(estate bigint, words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT estate || ':' || one || next), '{}')
  FROM (SELECT sign AS one, lead(sign) OVER (ORDER BY n) AS next
        FROM unnest(string_to_array(
          translate(words, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), NULL
        )) WITH ORDINALITY AS signs(sign, n)) AS pairs
  WHERE next IS NOT NULL
$$
"""
GRAMS = "CREATE INDEX matter_text_grams ON matter_text USING gin (linli_grams(estate_id, body))"
NEWEST = "CREATE INDEX matter_text_newest ON matter_text (estate_id, id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matters", "0009_guide")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION linli_grams(bigint, text)"),
        migrations.RunSQL(GRAMS, "DROP INDEX matter_text_grams"),
        migrations.RunSQL(NEWEST, "DROP INDEX matter_text_newest"),
    ]
