// The terminal without its screen: flow state, writer thread, data folder and enrolment in one place. The window and
// the rehearsal both drive this and nothing else. Used by one thread, the frame thread; it never waits for a rating's
// disk write. The small files of an enrolment are read here too: every two seconds while no rating can be given, later
// only when one was replaced, on the first screen with nothing on its way to the disk.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "kiosk/app/request.h"
#include "kiosk/app/standing.h"
#include "kiosk/flow/view.h"
#include "kiosk/store/ledger.h"

namespace hailong::app {

enum class Purpose { service, rehearsal };

struct SessionRequest {
    domain::Places places;
    base::Path card;  // enrolment card; needed until the terminal is enrolled and to check its identity
    flow::Rules rules;
    std::string home_host;  // of the addresses of home tickets; empty: none are handed out (then the rules offer none)
    std::function<void()> wake;  // called on the writer thread: poll() has something to do. E.g. glfwPostEmptyEvent
    base::Path stick = "/media/hailong";  // where a USB stick for the hand-over is mounted
    int loudness = 0;                     // 0–10, until staff choose another
    Purpose purpose = Purpose::service;
    StandingSources standing{};
    store::LedgerOptions ledger;
};

class Session {
public:
    // Takes the folder's lock and opens the ledger. A terminal that is not enrolled, or whose folder, key or ledger
    // cannot be used, is a session too: it shows the enrolment or the trouble screen and keeps trying. `clock` stamps
    // entries (the flow runs on the `now` it is given) and must outlive the session. Errors: busy (another terminal
    // uses this folder). A rehearsal, which nobody watches, fails instead of showing a screen.
    [[nodiscard]] static Result<Session> open(SessionRequest request, const base::Clock& clock, base::Instant now);
    ~Session();  // ends the visit as walking away would, writes what waits, stops the writer, releases the lock
    Session(Session&& other) noexcept;
    Session& operator=(Session&& other) noexcept;

    // Gives an event to the flow and what it wants saved to the writer thread.
    void dispatch(const flow::Event& event, base::Instant now);
    // Takes the writer's results, applies time that has passed, looks after store health and enrolment. True when the
    // view may have changed. Call it after every wake-up.
    bool poll(base::Instant now);
    [[nodiscard]] flow::View view(base::Instant now) const;
    // When poll() must be called again at the latest, event or not; nullopt: only after a wake or an event.
    [[nodiscard]] std::optional<base::MonoTime> next_deadline(base::Instant now) const;

    [[nodiscard]] const flow::State& state() const;
    [[nodiscard]] const flow::Rules& rules() const;
    // The newest answer of a citizen that this session committed.
    [[nodiscard]] std::optional<domain::Head> last_saved() const;
    // How loud citizens are spoken to, 0–10: what staff chose last, else as configured.
    [[nodiscard]] int loudness() const;
    // Staff asked for a restart: end the program, its supervisor starts it again.
    [[nodiscard]] bool wants_restart() const;
    // Answers are on their way to the disk.
    [[nodiscard]] bool is_writing() const;
    // Why the last write failed, until one succeeds.
    [[nodiscard]] std::optional<Error> last_error() const;

private:
    struct Impl;
    explicit Session(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::app
