// Statements that run often or on much: a test holds the plan that SQLite makes of each against it.
#pragma once

namespace hailong::server {

// CROSS JOIN keeps this order: from the few chains to the entries behind each mark. By itself SQLite would read every
// entry there is. An entry's evidence is the first batch that reached it.
inline constexpr const char* kNextSealed =
    "SELECT e.device, e.chain, e.seq, e.line, c.doubt, d.since, v.at, v.boot, v.mono FROM chain c "
    "CROSS JOIN device d ON d.device = c.device "
    "CROSS JOIN entry e ON e.device = c.device AND e.chain = c.chain AND e.seq >= c.opened_next "
    "LEFT JOIN evidence v ON v.rowid = (SELECT w.rowid FROM evidence w WHERE w.device = e.device "
    "AND w.chain = e.chain AND w.last >= e.seq AND w.forked = 0 ORDER BY w.last LIMIT 1) "
    "WHERE c.opened_next <= c.last ORDER BY c.number, e.seq LIMIT ?1";

// A visit's last rating counts, also when the terminal began a new chain in between; the newest chain arrives first.
// What a chain salvaged is older than all that was written into it.
inline constexpr const char* kSettleVisit =
    "UPDATE opened_rating SET latest = rowid IS (SELECT r.rowid FROM opened_rating r "
    "JOIN chain c ON c.device = r.device AND c.chain = r.chain WHERE r.device = ?1 AND r.visit = ?2 AND r.counted = 1 "
    "ORDER BY c.began DESC, c.number DESC, EXISTS (SELECT 1 FROM salvaged s WHERE s.device = r.device "
    "AND s.carrier = r.chain AND s.carrier_seq = r.seq), r.seq DESC LIMIT 1) WHERE device = ?1 AND visit = ?2";

inline constexpr const char* kDayCounts =
    "SELECT unit, day, score, count(*) FROM opened_rating WHERE latest = 1 AND day BETWEEN ?1 AND ?2 "
    "GROUP BY unit, day, score ORDER BY unit, day, score";

// Without guard, burst, rhythm and hours (1 + 2 + 4 + 8); a rating without a code (16) is no sign of misuse by itself.
inline constexpr const char* kFilteredCounts =
    "SELECT r.unit, r.day, r.score, count(*) FROM opened_rating r LEFT JOIN opened_flags f "
    "ON f.device = r.device AND f.chain = r.chain AND f.seq = r.seq "
    "WHERE r.latest = 1 AND r.day BETWEEN ?1 AND ?2 AND coalesce(f.flags, 0) & 15 = 0 "
    "GROUP BY r.unit, r.day, r.score ORDER BY r.unit, r.day, r.score";

// Of a visit only the last answers.
inline constexpr const char* kItemCounts =
    "SELECT questionnaire, item, answer, count(*) FROM opened_item i WHERE counted = 1 AND day BETWEEN ?1 AND ?2 "
    "AND seq = (SELECT max(o.seq) FROM opened_item o WHERE o.device = i.device AND o.visit = i.visit AND o.counted = "
    "1) "
    "GROUP BY questionnaire, item, answer ORDER BY questionnaire, item, answer";

// A typed code counts on the day of its ticket's entry, if it was typed within the ticket's life (?3, milliseconds).
inline constexpr const char* kHomeCounts =
    "SELECT h.unit, coalesce(h.day, t.day) AS visited, h.score, count(*) FROM home_rating h "
    "LEFT JOIN opened_ticket t ON h.day IS NULL AND t.rowid = (SELECT o.rowid FROM opened_ticket o "
    "WHERE o.unit = h.unit AND o.code = h.code AND o.counted = 1 ORDER BY o.at LIMIT 1) "
    "WHERE visited BETWEEN ?1 AND ?2 AND (h.day IS NOT NULL OR h.at <= t.at + ?3) "
    "GROUP BY h.unit, visited, h.score ORDER BY h.unit, visited, h.score";

}  // namespace hailong::server
