#include "kiosk/domain/staff_lock.h"

#include <algorithm>
#include <utility>

namespace hailong::domain {

namespace {

constexpr std::uint32_t kAllBurnt = (1U << kStaffSheetCodes) - 1;

StaffRecord without_failures(StaffRecord record) {
    record.failures = 0;
    record.lock.reset();
    return record;
}

StaffRecord next_sheet(StaffRecord record) {
    ++record.sheet;
    record.burnt = 0;
    return record;
}

StaffRecord burn(StaffRecord record, unsigned code) {
    record.burnt |= 1U << (code - 1);
    return record.burnt == kAllBurnt ? next_sheet(record) : record;
}

StaffStep store(StaffLock lock, const StaffRecord& record) {
    lock.storing = record;
    return {std::move(lock), StaffStore{record}};
}

// Asks anew, with another challenge, or stays locked.
StaffLock ask(StaffLock lock, const StaffTurn& turn, StaffRefusal refusal) {
    lock.typed.clear();
    lock.challenge.clear();
    lock.refusal = turn.key == nullptr ? StaffRefusal::no_key : refusal;
    lock.phase = lock.record.lock ? StaffPhase::locked : StaffPhase::asking;
    if (lock.phase == StaffPhase::asking && turn.key != nullptr) {
        lock.challenge = staff_challenge(turn.random);
        lock.challenge_ends = turn.now + kStaffChallengeLife;
    }
    return lock;
}

StaffStep on_asked(StaffLock lock, const StaffTurn& turn) {
    if (lock.phase != StaffPhase::away || lock.storing) return {std::move(lock), {}};
    return {ask(std::move(lock), turn, StaffRefusal::none), {}};
}

// The try is counted, and where it is the last one the lock closed, before anybody looks at the digits.
StaffStep on_typed(StaffLock lock, const std::string& digits, const StaffTurn& turn) {
    const bool is_a_try =
        lock.phase == StaffPhase::asking && turn.key != nullptr && !lock.storing && is_staff_answer(digits);
    if (!is_a_try) return {std::move(lock), {}};
    StaffRecord counted = lock.record;
    ++counted.failures;
    if (counted.failures >= kStaffTries) counted.lock = StaffRecord::Lock{turn.boot, turn.now + kStaffLockTime};
    lock.typed = digits;
    lock.phase = StaffPhase::counting;
    return store(std::move(lock), counted);
}

StaffStep judge(StaffLock lock, const StaffTurn& turn) {
    if (turn.key == nullptr) return {ask(std::move(lock), turn, StaffRefusal::no_key), {}};
    const unsigned code = next_sheet_code(lock.record);
    const bool answers =
        turn.now < lock.challenge_ends && base::equal(lock.typed, staff_answer(*turn.key, lock.challenge));
    const bool is_on_sheet = base::equal(lock.typed, staff_sheet_code(*turn.key, lock.record.sheet, code));
    if (!answers && !is_on_sheet) return {ask(std::move(lock), turn, StaffRefusal::wrong), {}};
    lock.way = answers ? StaffWay::challenge : StaffWay::sheet;
    lock.sheet = answers ? 0 : lock.record.sheet;
    lock.code = answers ? 0 : code;
    lock.typed.clear();
    lock.challenge.clear();
    lock.phase = StaffPhase::burning;
    const StaffRecord cleared = without_failures(lock.record);
    return store(std::move(lock), answers ? cleared : burn(cleared, code));
}

StaffStep on_stored(StaffLock lock, bool ok, const StaffTurn& turn) {
    if (!lock.storing) return {std::move(lock), {}};
    if (ok) lock.record = *lock.storing;
    lock.storing.reset();
    if (lock.phase == StaffPhase::counting) {
        return ok ? judge(std::move(lock), turn) : StaffStep{ask(std::move(lock), turn, StaffRefusal::not_stored), {}};
    }
    if (lock.phase != StaffPhase::burning) return {std::move(lock), {}};
    if (!ok) return {ask(std::move(lock), turn, StaffRefusal::not_stored), {}};
    lock.phase = StaffPhase::noting;
    const StaffNote note{lock.way, lock.sheet, lock.code};
    return {std::move(lock), note};
}

StaffStep on_noted(StaffLock lock, bool ok, const StaffTurn& turn) {
    if (lock.phase != StaffPhase::noting) return {std::move(lock), {}};
    if (!ok) return {ask(std::move(lock), turn, StaffRefusal::not_written), {}};
    lock.phase = StaffPhase::open;
    lock.refusal = StaffRefusal::none;
    return {std::move(lock), {}};
}

StaffStep on_next_sheet(StaffLock lock) {
    if (lock.phase != StaffPhase::open || lock.storing) return {std::move(lock), {}};
    const StaffRecord next = next_sheet(lock.record);
    return store(std::move(lock), next);
}

// What was typed is dropped; a record on its way to the disk still counts.
StaffStep on_left(StaffLock lock) {
    lock.phase = StaffPhase::away;
    lock.challenge.clear();
    lock.typed.clear();
    lock.refusal = StaffRefusal::none;
    return {std::move(lock), {}};
}

StaffStep on_time(StaffLock lock, const StaffTurn& turn) {
    if (lock.storing) return {std::move(lock), {}};
    auto& held = lock.record.lock;
    if (held && held->boot != turn.boot) {
        StaffRecord again = lock.record;
        again.lock = StaffRecord::Lock{turn.boot, turn.now + kStaffLockTime};
        held = again.lock;
        return store(std::move(lock), again);
    }
    if (held && turn.now >= held->until) {
        lock.record = without_failures(lock.record);
        if (lock.phase == StaffPhase::locked) lock = ask(std::move(lock), turn, StaffRefusal::none);
        const StaffRecord free = lock.record;
        return store(std::move(lock), free);
    }
    if (lock.phase == StaffPhase::asking && turn.key != nullptr && turn.now >= lock.challenge_ends) {
        const StaffRefusal refusal = lock.refusal;
        return {ask(std::move(lock), turn, refusal), {}};
    }
    return {std::move(lock), {}};
}

struct Advance {
    StaffLock lock;
    const StaffTurn& turn;
    StaffStep operator()(const StaffAsked&) { return on_asked(std::move(lock), turn); }
    StaffStep operator()(const StaffTyped& event) { return on_typed(std::move(lock), event.digits, turn); }
    StaffStep operator()(const StaffStored& event) { return on_stored(std::move(lock), event.ok, turn); }
    StaffStep operator()(const StaffNoted& event) { return on_noted(std::move(lock), event.ok, turn); }
    StaffStep operator()(const StaffNextSheet&) { return on_next_sheet(std::move(lock)); }
    StaffStep operator()(const StaffLeft&) { return on_left(std::move(lock)); }
    StaffStep operator()(const StaffTimePassed&) { return on_time(std::move(lock), turn); }
};

}  // namespace

unsigned next_sheet_code(const StaffRecord& record) {
    unsigned code = 1;
    while (code < kStaffSheetCodes && ((record.burnt >> (code - 1)) & 1U) != 0) ++code;
    return code;
}

int tries_left(const StaffLock& lock) { return std::max(0, kStaffTries - lock.record.failures); }

base::Millis lock_left(const StaffLock& lock, base::MonoTime now) {
    if (!lock.record.lock) return base::Millis(0);
    return std::max(base::Millis(0), lock.record.lock->until - now);
}

StaffStep advance(StaffLock lock, const StaffEvent& event, const StaffTurn& turn) {
    return std::visit(Advance{std::move(lock), turn}, event);
}

std::optional<base::MonoTime> next_deadline(const StaffLock& lock) {
    if (lock.storing) return std::nullopt;
    if (lock.record.lock) return lock.record.lock->until;
    if (lock.phase == StaffPhase::asking && !lock.challenge.empty()) return lock.challenge_ends;
    return std::nullopt;
}

}  // namespace hailong::domain
