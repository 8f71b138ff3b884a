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
    bool takes_ticket = false;  // for somebody at home, then rates all the same
    std::vector<flow::Part> parts;
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
        script.takes_ticket = session_.rules().questionnaire.offers_home && roll(8) == 0;
        for (const auto part : {flow::Part::items, flow::Part::code, flow::Part::comment}) {
            if (is_offered(part) && roll(4) == 0) script.parts.push_back(part);
        }
        constexpr Ending kEndings[] = {Ending::done, Ending::done, Ending::done, Ending::new_visit, Ending::walk_away};
        script.ending = kEndings[roll(5)];
        return script;
    }

    Status play(const Script& script, RehearsalSummary& summary) {
        if (script.takes_ticket) HL_CHECK(take_ticket());
        HL_CHECK(touch_face(script.scores.front()));
        for (std::size_t i = 1; i < script.scores.size(); ++i) {
            touch(flow::Rechoose{somewhere()});
            HL_CHECK(touch_face(script.scores[i]));
        }
        for (const int reason : script.reasons) touch(flow::ReasonToggled{reason, somewhere()});
        if (!script.parts.empty()) HL_CHECK(say_more(script.parts));
        if (script.ending == Ending::done) touch(flow::Finished{somewhere()});
        if (script.ending == Ending::new_visit) touch(flow::NewVisit{somewhere()});
        HL_CHECK(await_writes());
        summary.thanked += std::holds_alternative<flow::Thanks>(session_.state().screen) ? 1U : 0U;
        HL_CHECK(let_time_pass());
        ++summary.visits;
        summary.revised += script.scores.size() > 1 ? 1U : 0U;
        summary.with_reasons += script.reasons.empty() ? 0U : 1U;
        summary.with_more += script.parts.empty() ? 0U : 1U;
        summary.tickets += script.takes_ticket ? 1U : 0U;
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

    [[nodiscard]] bool is_offered(flow::Part part) const {
        const auto& asked = session_.rules().questionnaire;
        switch (part) {
            case flow::Part::items:
                return !asked.items.empty();
            case flow::Part::comment:
                return asked.offers_comment;
            case flow::Part::code:
                return asked.offers_dossier;
        }
        return false;
    }

    template <class Screen>
    [[nodiscard]] bool is_at() const {
        return std::holds_alternative<Screen>(session_.state().screen);
    }

    Status take_ticket() {
        touch(flow::HomeTouched{somewhere()});
        HL_CHECK(await_writes());
        if (!is_at<flow::Home>()) return fail(ErrorCode::conflict, "\"rate at home\" did not lead to a ticket");
        touch(flow::Closed{somewhere()});
        return {};
    }

    Status say_more(const std::vector<flow::Part>& parts) {
        touch(flow::MoreTouched{somewhere()});
        for (const auto part : parts) {
            touch(flow::PartOpened{part, somewhere()});
            if (part == flow::Part::items) answer_items();
            if (part == flow::Part::comment) write_comment();
            if (part == flow::Part::code) scan_code();
            HL_CHECK(await_writes());
            if (!is_at<flow::More>()) return fail(ErrorCode::conflict, "a part did not lead back to the others");
        }
        return {};
    }

    // One option each; some items are skipped.
    void answer_items() {
        while (const auto* shown = std::get_if<flow::AtItem>(&session_.state().screen)) {
            const auto& item = session_.rules().questionnaire.items.at(shown->index);
            const bool ends_by_itself = item.kind != domain::ItemKind::choices;
            const bool is_skipped = roll(6) == 0;
            if (!is_skipped) {
                touch(flow::OptionTouched{item.options.at(roll(item.options.size())).number, somewhere()});
            }
            if (is_skipped || !ends_by_itself) touch(flow::Finished{somewhere()});
        }
    }

    // As fingers type it: Telex.
    void write_comment() {
        constexpr std::u32string_view kComments[] = {U"Cans booj huowngs daanx raats roox.", U"Chowf howi laau",
                                                     U"Xin theem ghees ngooif owr ddaay! Camr own."};
        for (const char32_t key : kComments[roll(std::size(kComments))]) touch(flow::Typed{key, somewhere()});
        touch(flow::SendTouched{somewhere()});
    }

    // Of today, as on a slip that was just handed over.
    void scan_code() {
        const std::string day = base::office_day(now_.wall);  // "2026-11-25"
        const std::string number = std::to_string(10'000 + roll(10'000)).substr(1);
        const std::string code = "H56.14-" + day.substr(2, 2) + day.substr(5, 2) + day.substr(8, 2) + "-" + number;
        touch(flow::Scanned{base::PrivateText(code)});
        touch(flow::SendTouched{somewhere()});
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
