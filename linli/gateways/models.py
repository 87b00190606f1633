"""All tables of the group; its packages' models are imported here."""
