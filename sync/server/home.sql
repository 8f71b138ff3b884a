-- Ratings given at home. A ticket is known by its ward and typed code, however it came; the first rating of a ticket stays.
-- day: office day of a ticket whose signature proved it. Null: only the code was typed; it counts once opened_ticket has it.
CREATE TABLE IF NOT EXISTS home_rating(
    unit TEXT NOT NULL, code TEXT NOT NULL, score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5), picks TEXT NOT NULL,
    questionnaire TEXT NOT NULL, at INTEGER NOT NULL, day TEXT, PRIMARY KEY (unit, code)) STRICT;
-- What the ledgers tell of tickets that were issued. Made from the entries like opened_rating and made again with it.
CREATE TABLE IF NOT EXISTS opened_ticket(
    device TEXT NOT NULL, chain BLOB NOT NULL, seq INTEGER NOT NULL, visit TEXT NOT NULL, unit TEXT NOT NULL,
    code TEXT NOT NULL, at INTEGER NOT NULL, day TEXT NOT NULL, counted INTEGER NOT NULL,
    PRIMARY KEY (device, chain, seq)) STRICT;
CREATE INDEX IF NOT EXISTS ticket_of_code ON opened_ticket(unit, code, counted);
