-- The archive. Entries are the truth; opened_* and unopened are made from them and can be made again.
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE device(
    device TEXT PRIMARY KEY, unit TEXT NOT NULL, office TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
    since INTEGER NOT NULL, disputed INTEGER, contact INTEGER,
    pending INTEGER NOT NULL DEFAULT 0, trouble TEXT NOT NULL DEFAULT '') STRICT;
-- For which ward each key was enrolled. A chain that names another counts for none.
CREATE TABLE device_key(
    device TEXT NOT NULL REFERENCES device, dev_key BLOB NOT NULL, unit TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (device, dev_key, unit)) STRICT;
-- spki: SHA-256 of the certificate's public key. A replaced or revoked key stays as a row.
CREATE TABLE tls_key(
    spki BLOB PRIMARY KEY, device TEXT NOT NULL REFERENCES device,
    status TEXT NOT NULL CHECK (status IN ('active', 'revoked')), since INTEGER NOT NULL) STRICT;
CREATE TABLE code(
    id TEXT PRIMARY KEY, secret BLOB NOT NULL, device TEXT NOT NULL, unit TEXT NOT NULL, office TEXT NOT NULL,
    expires INTEGER NOT NULL, failures INTEGER NOT NULL, nonces BLOB NOT NULL, used INTEGER,
    used_keys TEXT NOT NULL, identity TEXT NOT NULL) STRICT;
-- number: order of arrival. began: the terminal's clock in the genesis. doubt: why nothing of this chain may be counted.
CREATE TABLE chain(
    device TEXT NOT NULL REFERENCES device, chain BLOB NOT NULL, number INTEGER NOT NULL UNIQUE, reason TEXT NOT NULL,
    unit TEXT NOT NULL, doubt TEXT NOT NULL, began INTEGER NOT NULL, dev_key BLOB NOT NULL, last INTEGER NOT NULL,
    head BLOB NOT NULL, since INTEGER NOT NULL, opened_next INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (device, chain)) STRICT;
CREATE TABLE entry(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, line BLOB NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
-- at: our clock; boot, mono: the terminal's at the same moment, as its header says.
CREATE TABLE evidence(
    device TEXT NOT NULL, chain BLOB NOT NULL, last INTEGER NOT NULL, header BLOB NOT NULL, sig BLOB NOT NULL,
    at INTEGER NOT NULL, boot BLOB, mono INTEGER, forked INTEGER NOT NULL) STRICT;
CREATE INDEX evidence_of_chain ON evidence(device, chain, last);
CREATE TABLE fork_entry(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, line BLOB NOT NULL, hash BLOB NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (device, chain, seq, hash)) STRICT;
CREATE TABLE hole(
    device TEXT NOT NULL, chain BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, prev BLOB NOT NULL,
    receipt TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (device, chain, first)) STRICT;
-- counted = 0: a rehearsal, a chain in doubt, or a time that cannot be right. No report counts it.
-- latest = 1: of the counted ratings of its visit the last one.
CREATE TABLE opened_rating(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, visit TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5), face_order TEXT NOT NULL, first_ms INTEGER NOT NULL,
    questionnaire TEXT NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL, unit TEXT NOT NULL, counted INTEGER NOT NULL,
    latest INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (device, chain, seq)) STRICT;
CREATE INDEX rating_of_visit ON opened_rating(device, visit);
CREATE INDEX rating_of_day ON opened_rating(latest, day, unit, score);
CREATE TABLE opened_reasons(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, visit TEXT NOT NULL, picks TEXT NOT NULL,
    questionnaire TEXT NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL, unit TEXT NOT NULL, counted INTEGER NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
-- Put aside for people: what did not open, and what opened with a time that cannot be right.
CREATE TABLE unopened(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, why TEXT NOT NULL, counted INTEGER NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
PRAGMA user_version = 1;
