-- What the entries tell beyond ratings and reasons. Made from the entries like opened_rating and made again with it.
-- Of ratings that bear signs of misuse only (kiosk/domain/answer.h Misuse): a rating without a row has none.
CREATE TABLE IF NOT EXISTS opened_flags(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, flags INTEGER NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
-- One row an item; item: its place in the questionnaire, from 0. answer 0: not answered.
CREATE TABLE IF NOT EXISTS opened_item(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, item INTEGER NOT NULL, visit TEXT NOT NULL,
    questionnaire TEXT NOT NULL, answer INTEGER NOT NULL, day TEXT NOT NULL, unit TEXT NOT NULL,
    counted INTEGER NOT NULL, PRIMARY KEY (device, chain, seq, item)) STRICT;
CREATE INDEX IF NOT EXISTS item_of_visit ON opened_item(device, visit, counted, seq);
-- digest: keyed, never the code. The first row of a code is the one that counts; later ones are kept and marked.
CREATE TABLE IF NOT EXISTS opened_dossier(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, visit TEXT NOT NULL, digest BLOB NOT NULL,
    parsed INTEGER NOT NULL, day TEXT NOT NULL, unit TEXT NOT NULL, counted INTEGER NOT NULL, repeated INTEGER NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS dossier_once ON opened_dossier(digest) WHERE counted = 1 AND repeated = 0;
-- Comments stay sealed; that there was one is counted.
CREATE TABLE IF NOT EXISTS opened_comment(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, unit TEXT NOT NULL,
    counted INTEGER NOT NULL, PRIMARY KEY (device, chain, seq)) STRICT;
-- Entries of a damaged ledger that came inside `salvage` entries: each is looked into once, however often and in
-- whatever form it comes; hash tells whether another copy is the same. carrier, carrier_seq: the entry that brought it, under which what it holds is kept.
CREATE TABLE IF NOT EXISTS salvaged(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, carrier BLOB NOT NULL,
    carrier_seq INTEGER NOT NULL, PRIMARY KEY (device, chain, seq)) STRICT;
CREATE INDEX IF NOT EXISTS salvaged_by ON salvaged(device, carrier, carrier_seq);
CREATE INDEX IF NOT EXISTS item_of_day ON opened_item(counted, day);
CREATE INDEX IF NOT EXISTS dossier_of_day ON opened_dossier(counted, repeated, day);
CREATE INDEX IF NOT EXISTS comment_of_day ON opened_comment(counted, day);
