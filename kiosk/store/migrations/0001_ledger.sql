-- One segment of one chain: where it begins, and its entries. The triggers guard against faults of our own programs.
CREATE TABLE segment (
    chain     BLOB    NOT NULL CHECK (length(chain) = 32),
    first     INTEGER NOT NULL CHECK (first >= 0),
    prev_hash BLOB    NOT NULL CHECK (length(prev_hash) = 32)
) STRICT;

CREATE TABLE entry (
    seq  INTEGER PRIMARY KEY,
    line BLOB NOT NULL CHECK (length(line) BETWEEN 2 AND 8192),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    sig  BLOB NOT NULL CHECK (length(sig) = 64)
) STRICT;

CREATE TRIGGER segment_once BEFORE INSERT ON segment
WHEN EXISTS (SELECT 1 FROM segment)
BEGIN SELECT RAISE(ABORT, 'a segment begins once'); END;

CREATE TRIGGER segment_never_changes BEFORE UPDATE ON segment
BEGIN SELECT RAISE(ABORT, 'a segment never changes'); END;

CREATE TRIGGER segment_never_goes BEFORE DELETE ON segment
BEGIN SELECT RAISE(ABORT, 'a segment never changes'); END;

-- INSERT OR REPLACE removes the old row without asking the DELETE trigger, so the place itself is checked.
CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
WHEN NEW.seq IS NOT coalesce((SELECT max(seq) + 1 FROM entry), (SELECT first FROM segment))
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;

CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;

CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;
