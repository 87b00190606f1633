"""Reading a register (住户台账) from the workbooks that clerks keep: pure, no database."""
