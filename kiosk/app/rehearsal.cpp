#include "kiosk/app/rehearsal.h"

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace hailong::app {

namespace {

// Rung by the writer thread.
class Bell {
public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            rung_ = true;
        }
        heard_.notify_one();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        heard_.wait(lock, [this] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable heard_;
    bool rung_ = false;
};

enum class Ending { done, new_visit, walk_away };

struct Script {
    std::vector<int> scores;  // the last one counts
    std::vector<int> reasons;
    Ending ending = Ending::done;
};

class Citizen {
public:
    Citizen(Session& session, Bell& bell, base::Instant now, std::uint64_t seed)
        : session_(session), bell_(bell), now_(now), dice_(seed) {}

    Script invent() {
        Script script;
        script.scores.push_back(score());
        if (roll(5) == 0) script.scores.push_back(score());
        const auto count = session_.rules().questionnaire.reasons.size();
        const bool names_reasons = roll(2) == 0;
        for (std::size_t i = 0; names_reasons && i < count; ++i) {
            if (roll(4) == 0) script.reasons.push_back(session_.rules().questionnaire.reasons[i].number);
        }
        constexpr Ending kEndings[] = {Ending::done, Ending::done, Ending::done, Ending::new_visit, Ending::walk_away};
        script.ending = kEndings[roll(5)];
        return script;
    }

    Status play(const Script& script, RehearsalSummary& summary) {
        HL_CHECK(touch_face(script.scores.front()));
        for (std::size_t i = 1; i < script.scores.size(); ++i) {
            touch(flow::Rechoose{somewhere()});
            HL_CHECK(touch_face(script.scores[i]));
        }
        for (const int reason : script.reasons) touch(flow::ReasonToggled{reason, somewhere()});
        if (script.ending == Ending::done) touch(flow::Finished{somewhere()});
        if (script.ending == Ending::new_visit) touch(flow::NewVisit{somewhere()});
        HL_CHECK(await_writes());
        summary.thanked += std::holds_alternative<flow::Thanks>(session_.state().screen) ? 1U : 0U;
        HL_CHECK(let_time_pass());
        ++summary.visits;
        summary.revised += script.scores.size() > 1 ? 1U : 0U;
        summary.with_reasons += script.reasons.empty() ? 0U : 1U;
        return {};
    }

private:
    std::uint64_t roll(std::uint64_t sides) { return dice_() % sides; }
    int score() { return domain::Score::kLowest + static_cast<int>(roll(domain::Score::kHighest)); }
    base::PanelPoint somewhere() { return {{static_cast<double>(roll(300))}, {static_cast<double>(roll(180))}}; }

    // People take one to four seconds; every touch then lies outside the settle time.
    void touch(const flow::Event& event) {
        const base::Millis pause(1'000 + static_cast<std::int64_t>(roll(3'000)));
        now_.mono += pause;
        now_.wall += pause;
        session_.dispatch(event, now_);
    }

    Status touch_face(int value) {
        HL_TRY(const auto score, domain::Score::from(value));
        touch(flow::FaceTouched{score, somewhere()});
        HL_CHECK(await_writes());
        if (!std::holds_alternative<flow::FollowUp>(session_.state().screen)) {
            return fail(ErrorCode::conflict, "a touched face did not lead to the follow-up");
        }
        return {};
    }

    // The virtual clock stands still meanwhile, so no deadline runs out.
    Status await_writes() {
        while (session_.is_writing()) {
            bell_.wait();
            session_.poll(now_);
        }
        if (const auto error = session_.last_error()) return tl::unexpected<Error>(*error);
        return {};
    }

    // Time alone brings every screen back to the first.
    Status let_time_pass() {
        while (!std::holds_alternative<flow::First>(session_.state().screen)) {
            const auto due = flow::next_deadline(session_.state(), now_.mono, session_.rules());
            if (!due) return fail(ErrorCode::conflict, "the visit does not end by itself");
            const base::Millis pause = std::max(base::Millis(1), base::Millis(*due - now_.mono));
            now_.mono += pause;
            now_.wall += pause;
            session_.poll(now_);
            HL_CHECK(await_writes());
        }
        return {};
    }

    Session& session_;
    Bell& bell_;
    base::Instant now_;
    std::mt19937_64 dice_;
};

}  // namespace

Result<RehearsalSummary> rehearse(RehearsalRequest request, const base::Clock& clock) {
    Bell bell;
    request.session.purpose = Purpose::rehearsal;
    // The same seed gives the same answers: nothing may be drawn beside it.
    request.session.rules.order = domain::FaceOrder::worst_first;
    request.session.wake = [&bell] { bell.ring(); };
    const base::Instant begun = clock.now();
    HL_TRY(auto session, Session::open(std::move(request.session), clock, begun));
    Citizen citizen(session, bell, begun, request.seed);
    RehearsalSummary summary;
    for (std::uint64_t i = 0; i < request.visits; ++i) {
        if (auto played = citizen.play(citizen.invent(), summary); !played) {
            return fail_in("visit " + std::to_string(i + 1), played.error());
        }
        summary.chain = session.last_saved()->chain;
        summary.last = session.last_saved()->seq;
        request.thanked(summary.last);
        std::this_thread::sleep_for(request.pace);
    }
    return summary;
}

}  // namespace hailong::app
