#include "tests/crash/watched_desk.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>

#include "kiosk/app/stage_setup.h"
#include "kiosk/store/segments.h"
#include "kiosk/store/verify.h"
#include "tests/support/must.h"

namespace hailong::crash {

namespace {

using test::ServiceKeeper;

int between(std::mt19937& dice, int least, int most) { return std::uniform_int_distribution(least, most)(dice); }

std::chrono::milliseconds since(ServiceKeeper::Moment begun) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

// A drawn moment, not a time to wait for something.
void let_pass(std::chrono::milliseconds time) { poll(nullptr, 0, static_cast<int>(time.count())); }

// While a look is taken the X server serves nobody else; the terminal shall not start more slowly for it.
constexpr std::chrono::milliseconds kBetweenLooks{80};

std::uint32_t ground() {
    return (std::uint32_t{app::kGround.r} << 16U) | (std::uint32_t{app::kGround.g} << 8U) | app::kGround.b;
}

}  // namespace

Moment Moment::drawn(std::mt19937& dice) {
    Moment moment;
    moment.after = static_cast<After>(between(dice, 0, 5));
    moment.pause = std::chrono::milliseconds(between(dice, 0, 150));
    return moment;
}

std::string Moment::text() const {
    constexpr std::array kNames{"the first screen", "the face", "the follow-up", "a reason", "finish", "the thanks"};
    return std::to_string(pause.count()) + " ms after " + kNames.at(static_cast<std::size_t>(after));
}

WatchedDesk::WatchedDesk(Watchdog watchdog)
    : server_(test::must(test::XServer::start(1280, 720))),
      finger_(test::must(test::XFinger::connect(server_->display()))),
      eyes_(test::must(test::XFinger::connect(server_->display()))) {
    const base::Path current = folder_.file("targets.jsonl");
    ServiceKeeper::Wish wish{test::ServiceUnit(base::Path(HAILONG_SOURCE_DIR) / "deploy/systemd/hailong-kiosk.service"),
                             {},
                             watchdog == Watchdog::none,
                             {}};
    wish.command.words = {test::program("hailong-kiosk"),
                          "--data",
                          folder_.places().root,
                          "--card",
                          folder_.card(),
                          "--targets",
                          current};
    wish.command.without_network = true;
    // Each life writes a file of its own.
    wish.before_start = [this, current](std::size_t life) {
        std::filesystem::remove(current);
        std::filesystem::create_symlink(screens_of(life), current);
    };
    keeper_ = std::make_unique<ServiceKeeper>(std::move(wish));
    begin_reading();
    await("first");
    if (!test::eventually([&] { return std::exchange(first_, eyes_->look()).pixels == first_.pixels; })) {
        throw std::runtime_error("the first screen never rests");
    }
}

WatchedDesk::~WatchedDesk() = default;

base::Path WatchedDesk::screens_of(std::size_t life) const {
    return folder_.file("targets." + std::to_string(life) + ".jsonl");
}

void WatchedDesk::begin_reading() {
    screens_ =
        std::make_unique<test::ScreenReader>(screens_of(life_), *finger_, [this]() -> std::optional<std::string> {
            const auto lives = keeper_->lives();
            if (lives.size() <= life_ || !lives[life_].ended) return std::nullopt;
            return "it ended with " + std::to_string(*lives[life_].ended) + ": " + lives[life_].errors;
        });
}

void WatchedDesk::note(const test::ShownLine& shown) {
    if (shown.screen == "followup" && !touched_.empty()) touched_.back().is_thanked = true;
    if (shown.screen == "thanks" && std::exchange(has_reason_, false)) ++reasons_thanked_;
}

void WatchedDesk::await(const std::string& screen) {
    do note(screens_->next());
    while (screens_->shown().screen != screen);
}

void WatchedDesk::go_home() {
    if (screens_->shown().screen == "followup") screens_->tap("finish");
    if (screens_->shown().screen != "first") await("first");
}

void WatchedDesk::rate() {
    const int score = between(scores_, 1, 5);
    touched_.push_back({score, false});
    screens_->tap("face." + std::to_string(score));
}

Moment WatchedDesk::walk_to(Moment moment) {
    using After = Moment::After;
    go_home();
    if (moment.after >= After::face) rate();
    if (moment.after >= After::followup) await("followup");
    if (moment.after >= After::reason) {
        has_reason_ = true;
        screens_->tap("reason.1");
    }
    if (moment.after >= After::finish) screens_->tap("finish");
    if (moment.after >= After::thanks) await("thanks");
    finger_->wait_until_delivered();
    let_pass(moment.pause);
    return moment;
}

// The old one has said its last word when the next one is started.
void WatchedDesk::follow_restart() {
    if (keeper_->lives().size() <= life_ + 1) return;
    while (const auto shown = screens_->next_if_shown()) note(*shown);
    has_reason_ = false;
    ++life_;
    begin_reading();
}

std::string WatchedDesk::strangeness(const test::XFinger::Scene& scene) const {
    if (scene.windows.size() > 1) return std::to_string(scene.windows.size()) + " windows";
    if (!scene.windows.empty() && scene.windows == old_window_) return "";  // the last screen of the old one
    const auto& pixels = scene.picture.pixels;
    if (!scene.windows.empty() && pixels == first_.pixels) return "";
    const auto others =
        std::count_if(pixels.begin(), pixels.end(), [](std::uint32_t pixel) { return pixel != ground(); });
    if (others == 0) return "";
    return std::to_string(others) + " pixels that are not the backdrop, with " +
           (scene.windows.empty() ? "no window" : "a window that does not show the first screen");
}

Return WatchedDesk::strike(int signal, std::chrono::milliseconds patience) {
    Return back;
    old_window_ = eyes_->scene().windows;
    const std::size_t struck = life_;
    const auto begun = std::chrono::steady_clock::now();
    kill(keeper_->lives().back().pid, signal);
    bool is_touched = false;
    while (!back.after && since(begun) < patience) {
        let_pass(kBetweenLooks);
        if (!is_touched) {
            if (auto strange = strangeness(eyes_->scene()); !strange.empty())
                back.strange.push_back(std::move(strange));
        }
        follow_restart();
        if (life_ == struck) continue;
        const auto shown = screens_->next_if_shown();
        if (!shown) continue;
        note(*shown);
        if (!is_touched && shown->screen == "first") {
            rate();
            is_touched = true;
        } else if (shown->screen == "followup") {
            back.after = since(begun);
        }
    }
    back.was_silent = keeper_->lives()[struck].was_silent;
    return back;
}

bool WatchedDesk::outlives_a_held_lock() {
    go_home();
    const auto lives = keeper_->lives().size();
    const auto segments = test::must(store::list_segments(folder_.places().ledger()));
    {
        SQLite::Database holder(folder_.places().ledger() / segments.back().folder() / "ledger.db",
                                SQLite::OPEN_READWRITE);
        const SQLite::Transaction held(holder, SQLite::TransactionBehavior::IMMEDIATE);
        rate();
        await("paused");
        let_pass(std::chrono::seconds(6));
    }
    await("first");
    return keeper_->lives().size() == lives;
}

// Whether these scores are those that were touched, in order, with nothing missing but what was not thanked for.
bool WatchedDesk::is_explained(const std::vector<int>& scores) const {
    std::vector<bool> can_stand(scores.size() + 1, false);  // after the touches so far, with so many scores matched
    can_stand[0] = true;
    for (const Touched& touch : touched_) {
        for (std::size_t matched = scores.size() + 1; matched-- > 0;) {
            const bool is_stored = matched > 0 && can_stand[matched - 1] && scores[matched - 1] == touch.score;
            can_stand[matched] = is_stored || (can_stand[matched] && !touch.is_thanked);
        }
    }
    return can_stand.back();
}

std::vector<std::string> WatchedDesk::faults_of_the_ledger() {
    std::vector<std::string> faults;
    if (!test::eventually([&] { return keeper_->lives().back().status == "serving"; })) {
        faults.push_back("its status is \"" + keeper_->lives().back().status + "\"");
    }
    if (const int code = keeper_->stop(); code != 0) faults.push_back("stopped, it ended with " + std::to_string(code));
    std::vector<int> scores;
    std::size_t reasons = 0;
    for (const auto& answer : folder_.answers()) {
        if (const auto* rating = std::get_if<domain::Rating>(&answer)) scores.push_back(rating->score.value());
        if (std::holds_alternative<domain::Reasons>(answer)) ++reasons;
    }
    if (!is_explained(scores)) {
        faults.push_back(std::to_string(scores.size()) + " ratings in the ledger are not those that were thanked for");
    }
    if (reasons < reasons_thanked_) faults.push_back("reasons are missing that were thanked for");
    for (const auto& chain : test::must(store::verify_ledger(folder_.places().ledger()))) {
        if (chain.fault) faults.push_back("the ledger does not verify: " + chain.fault->what);
    }
    return faults;
}

}  // namespace hailong::crash
