#include "tests/crash/province_life.h"

#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>

#include "kiosk/store/ledger.h"
#include "sync/agent/store_ledger.h"
#include "sync/app/inspect.h"
#include "sync/app/membership.h"
#include "sync/app/renewal.h"
#include "sync/server/importing.h"
#include "sync/server/rotating.h"
#include "sync/server/staff.h"
#include "sync/server/verifying.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::crash {

namespace {

using server_test::FakeTerminal;
using server_test::kNow;
using test::must;
using namespace std::chrono_literals;

constexpr int kPatience = 3;  // attempts of a call that must work once the trouble is over
constexpr int kRatings = 6;
constexpr std::uint64_t kHoles = 1;
constexpr std::size_t kOthersEntries = 10 + 10 + 8;  // stick, first version, before and after the hole
constexpr std::uint64_t kRatedAtHome = 1;            // a typed code counts when its ticket's entry comes
constexpr const char* kDesk = "k25195-1";
constexpr const char* kStick = "k25195-2";
constexpr const char* kForked = "k25195-3";
constexpr const char* kPruned = "k25195-4";
const server::DaySpan kAllDays{"2000-01-01", "2099-12-31"};

// What `serve` holds while it runs.
struct Server {
    server::Province province;
    std::unique_ptr<server::SqliteArchive> archive;
    sync_app_test::InProcess network;
    Server(server::Province of, std::unique_ptr<server::SqliteArchive> in, const server::ServerPlaces& places)
        : province(std::move(of)), archive(std::move(in)), network(province, *archive, places) {}
};

class Life {
public:
    Life(const base::Path& folder, Mischief& mischief, Belief belief)
        : places_{folder / "province"}, desk_{folder / "desk"}, folder_(folder), mischief_(mischief), belief_(belief) {}

    void live() {
        begin();
        enrol();
        deliver("deliver the first ratings");
        take_other_terminals();
        answer_people();
        renew();
        change_keys();
        deliver("deliver under the new keys");
        restart_and_rebuild();
        revoke();
        look_through();
    }
    [[nodiscard]] Verdict judge();  // on a sound disk

private:
    template <class Work>
    void asked(std::string_view call, Work work) {
        std::string why;
        for (int attempt = 0; attempt < kPatience; ++attempt) {
            mischief_.begins(call, attempt);
            const auto done = work();
            mischief_.ends();
            if (done) return;
            why = done.error().what;
            if (sent_is_enough(call)) return;
        }
        throw Verdict{Finding::refused, "still refused: " + std::string(call) + ": " + why};
    }
    [[nodiscard]] bool sent_is_enough(std::string_view call) const {
        return belief_ == Belief::what_was_sent && call.starts_with("deliver");
    }

    void begin();
    void serve(std::string_view call);
    void enrol();
    void write_ratings();
    void deliver(std::string_view call);
    [[nodiscard]] Status send_all();
    void take_other_terminals();
    void take(std::string_view call, const domain::Batch& batch, domain::Verdict verdict = domain::Verdict::ok);
    void answer_people();
    [[nodiscard]] Status page(const server::HttpRequest& request, base::WallTime now);
    void rate_at_home();
    void renew();
    void change_keys();
    void restart_and_rebuild();
    void revoke();
    void look_through();

    server::ServerPlaces places_;
    domain::Places desk_;
    base::Path folder_;
    Mischief& mischief_;
    Belief belief_;
    test::FakeClock clock_;
    test::VirtualWaiter waiter_{clock_};
    sync_app_test::SigningTerminal terminal_{desk_, clock_};
    std::unique_ptr<Server> server_;
    std::optional<sync_app::Membership> membership_;
    std::vector<FakeTerminal> others_;
    FakeTerminal copy_;  // of the second one's disk
    std::optional<store::Ledger> ledger_;
    int ratings_ = 0;
};

void Life::begin() {
    asked("init", [&] {
        auto made = server::init_province(places_, server_test::province_settings(), kNow);
        // What it says of half a province: choose another folder.
        if (!made) places_.root += "-again";
        return made;
    });
    serve("serve");
}

void Life::serve(std::string_view call) {
    asked(call, [&]() -> Status {
        server_.reset();
        HL_CHECK(server::make_staff_master(places_));
        HL_TRY(auto province, server::load_province(places_));
        HL_TRY(auto archive, server::SqliteArchive::open(places_.archive()));
        server_ = std::make_unique<Server>(std::move(province), std::move(archive), places_);
        return {};
    });
    server_->network.listener = "entries";
    if (membership_) server_->network.certificate = must(base::read_file(desk_.tls_pair()));
}

void Life::enrol() {
    std::optional<domain::EnrolmentCard> card;
    asked("order a card", [&]() -> Status {
        HL_TRY(auto ordered, server::order_code(places_, server_->province, {{kDesk, "25195", "Phường", false}, kNow}));
        card.emplace(std::move(ordered));
        return {};
    });
    auto& network = server_->network;
    network.listener = "enrol";
    asked("enrol", [&] { return sync_app::enrol(*card, desk_, {network, clock_, terminal_, 5s}); });
    network.listener = "entries";
    asked("load the membership", [&]() -> Status {
        HL_TRY(membership_, sync_app::load_membership(desk_));
        return {};
    });
    network.certificate = must(base::read_file(desk_.tls_pair()));
    if (!sync_app::enrolled_already(*card, desk_)) throw Verdict{Finding::lost, "the enrolment is not whole"};
}

void Life::write_ratings() {
    const auto stamp = server_test::stamp_at(kNow);
    if (!ledger_) {
        const auto genesis = server_test::genesis_of(kDesk, terminal_.device.public_key());
        ledger_.emplace(must(store::Ledger::create(desk_.ledger(), genesis, terminal_.device)));
    }
    for (int i = 0; i < kRatings; ++i, ++ratings_) {
        const auto& keys = server_->province.keys;
        must(ledger_->append(
            domain::seal_answer(server_test::rating(1 + i % 5, ratings_), stamp, {keys.intake, keys.comment})));
    }
}

Status Life::send_all() {
    HL_TRY(membership_, sync_app::load_membership(desk_));
    agent::StoreLedger ledger(desk_.ledger());
    agent::Agent agent({ledger, server_->network, clock_, waiter_, [] { return 0.5; }}, membership_->self(), desk_, {});
    const agent::Round round = agent.once();
    if (round.problem) return fail(ErrorCode::network, round.problem->text);
    return round.pending == 0 ? Status() : fail(ErrorCode::busy, "not all was sent");
}

void Life::deliver(std::string_view call) {
    write_ratings();
    asked(call, [&] { return send_all(); });
}

void Life::take(std::string_view call, const domain::Batch& batch, domain::Verdict verdict) {
    asked(call, [&]() -> Status {
        HL_TRY(const auto answered,
               server_->network.reception().receive({batch.header.device, "25195", "Phường", false},
                                                    domain::join_batch(batch), kNow));
        HL_TRY(const auto receipt, domain::parse_receipt(answered.text, server_->province.keys));
        server_->network.reception().open_received();
        return receipt.verdict == verdict ? Status() : fail(ErrorCode::corrupt, "another verdict");
    });
}

// A batch on a stick, a copied disk, a terminal whose province came back from an old copy.
void Life::take_other_terminals() {
    for (const char* const device : {kStick, kForked, kPruned}) {
        others_.emplace_back(device);
        others_.back().append(9);
        asked("admit " + std::string(device), [&]() -> Status {
            try {
                server_test::admit(*server_->archive, others_.back(), base::sha256(device));
            } catch (const std::runtime_error& refused) {
                return fail(ErrorCode::io, refused.what());
            }
            return {};
        });
    }
    const base::Path stick = folder_ / "one.batch";
    must(base::write_file(stick, domain::join_batch(others_[0].all())));
    asked("import a stick", [&]() -> Status {
        HL_TRY(const auto imported, server::import_file(server_->network.reception(), *server_->archive, stick, kNow));
        if (imported.verdict != domain::Verdict::ok) return fail(ErrorCode::conflict, server::describe(imported));
        HL_TRY(const auto answer, base::read_file(stick.string() + ".answer"));
        HL_TRY(const auto receipt, domain::parse_receipt(answer, server_->province.keys));
        return receipt.through == 9U ? Status() : fail(ErrorCode::corrupt, "the answer is not to this stick");
    });
    copy_ = others_[1].cut(5);
    for (domain::Seq seq = 6; seq <= 14; ++seq) {
        copy_.append(domain::encode_entry(domain::device_event("copied", server_test::stamp_at(kNow)), seq));
    }
    take("take a batch", others_[1].batch(0, 7));
    take("take the other version", copy_.batch(4, 8), domain::Verdict::fork);
    take("take more of the other version", copy_.batch(9, 14), domain::Verdict::fork);
    take("take more of the first version", others_[1].batch(8, 9));
    take("take a beginning", others_[2].batch(0, 3));
    take("take what comes after a hole", FakeTerminal::pruned_to(6, others_[2].batch(6, 9)));
}

Status Life::page(const server::HttpRequest& request, base::WallTime now) {
    const auto answer = server_->network.routes().answer(request, now);
    return answer.status == 200 ? Status() : fail(ErrorCode::io, "status " + std::to_string(answer.status));
}

void Life::answer_people() {
    asked("show the results", [&] { return page({"GET", "/", "pages", "", "", ""}, kNow + 1h); });
    const std::string challenge = domain::staff_challenge(base::random_token());
    asked("answer a challenge",
          [&] { return server::staff_code(server_->province, *server_->archive, kDesk, challenge); });
    asked("print a sheet", [&] { return server::staff_sheet(server_->province, *server_->archive, kDesk, 1); });
    const domain::Head head = ledger_->head();
    const std::string health =
        domain::encode_health({kDesk, head, std::nullopt, 0, 1000,
                               base::WallTime(std::chrono::floor<std::chrono::seconds>(kNow)), "0.1.0", 300},
                              terminal_.device);
    asked("check a health code", [&]() -> Status {
        HL_TRY(const auto checked, server::check_health(*server_->archive, *server_->archive, health));
        return checked.contradicts ? fail(ErrorCode::corrupt, server::describe(checked)) : Status();
    });
    rate_at_home();
}

void Life::rate_at_home() {
    for (const char filling : {'a', 'b'}) {
        const auto ticket =
            domain::issue_ticket(terminal_.device, must(domain::TicketId::from_raw(std::string(10, filling))), kNow);
        const std::string address = domain::ticket_address(ticket, terminal_.device, "h");
        const std::string target = filling == 'a' ? address.substr(address.find("/T/")) : "/T";
        const std::string typed = "unit=25195&code=" + domain::ticket_code(ticket.key, ticket.id) + "&score=4";
        asked("look at a ticket" + target.substr(2, 1),
              [&] { return page({"GET", target, "pages", "", "", ""}, kNow); });
        asked("rate at home" + target.substr(2, 1), [&]() -> Status {
            const auto answer = server_->network.routes().answer(
                {"POST", target, "pages", "", "application/x-www-form-urlencoded", filling == 'a' ? "score=4" : typed},
                kNow);
            const bool is_kept = answer.status == 200 || answer.status == 409;  // 409: before the call failed
            return is_kept ? Status() : fail(ErrorCode::io, "status " + std::to_string(answer.status));
        });
    }
}

void Life::renew() {
    auto& network = server_->network;
    const auto prove = [&](const base::Path& pair) -> Status {
        HL_TRY(network.certificate, base::read_file(pair));
        return sync_app::prove_by(network, *membership_);
    };
    asked("renew a certificate",
          [&] { return sync_app::renew(*membership_, desk_, {{network, clock_, terminal_, 5s}, prove}); });
    network.certificate = must(base::read_file(desk_.tls_pair()));
}

void Life::change_keys() {
    const base::Path medium = places_.offline();
    asked("rotate the receipt key",
          [&] { return server::rotate_receipt_key(places_, medium, server::Withdrawal::none); });
    asked("rotate the intake key", [&] { return server::rotate_intake_key(places_, medium); });
    asked("rotate the comment key", [&] { return server::rotate_comment_key(places_, medium); });
    asked("roll the CA over", [&] { return server::roll_ca(places_, kNow); });
    asked("renew nginx's certificate", [&] { return server::renew_server_certificate(places_, kNow); });
    serve("serve with new keys");
}

void Life::restart_and_rebuild() {
    asked("begin an epoch", [&] { return server_->archive->begin_epoch("00112233445566aa"); });
    asked("rebuild", [&]() -> Status {
        HL_CHECK(server_->archive->forget_all());
        return server_->network.opening().catch_up(*server_->archive) ? Status()
                                                                      : fail(ErrorCode::io, "not all was opened");
    });
    serve("serve again");
    deliver("deliver to a new epoch");
}

void Life::revoke() {
    asked("order a revocation", [&] { return server::order_revocation(places_, kForked); });
    asked("take up the revocation", [&]() -> Status {
        HL_CHECK(server::take_up_revocations(places_, *server_->archive));
        HL_TRY(const auto terminal, server_->archive->terminal_of(base::sha256(kForked)));
        return terminal && terminal->revoked ? Status() : fail(ErrorCode::io, "not revoked");
    });
}

void Life::look_through() {
    asked("verify the archive", [&]() -> Status {
        HL_TRY(const auto archive, server::SqliteArchive::open_read_only(places_.archive()));
        HL_TRY(const auto found, server::verify_archive(*archive));
        return found.fault ? fail(ErrorCode::corrupt, found.fault->why) : Status();
    });
    must(ledger_->close());
    ledger_.reset();
    asked("verify the ledger", [&]() -> Status {
        HL_TRY(const auto findings, sync_app::verify_path(desk_.root));
        for (const auto& finding : findings) {
            if (finding.first_bad) return fail(ErrorCode::corrupt, sync_app::describe(finding));
        }
        return {};
    });
    std::string text;
    asked("export the ledger", [&] {
        text.clear();
        return sync_app::export_ledger(desk_.ledger(), std::nullopt, [&](std::string_view line) -> Status {
            text += line;
            return {};
        });
    });
    const base::Path file = folder_ / "export.jsonl";
    must(base::write_file(file, text));
    asked("verify the export", [&] { return sync_app::verify_path(file); });
}

std::uint64_t count_of(const std::vector<server::DayCount>& counts) {
    std::uint64_t sum = 0;
    for (const auto& count : counts) sum += std::accumulate(count.n.begin(), count.n.end(), std::uint64_t{0});
    return sum;
}

Verdict Life::judge() {
    const auto sent = test::read_ledger(desk_.root);
    const auto held = test::read_archive(places_.root);
    for (const test::Row& row : sent.rows) {
        if (!held.rows.contains(row)) return {Finding::lost, "entry " + std::to_string(row.seq) + " did not arrive"};
    }
    if (held.count != held.rows.size()) return {Finding::deceived, "an entry is held twice"};
    if (held.count != sent.count + kOthersEntries) return {Finding::lost, "entries of other terminals"};
    bool is_beside = false;
    must(server_->archive->receive(server::question_of(copy_.heartbeat(copy_.last()), kNow),
                                   [&](const server::Held& found) -> Result<server::Change> {
                                       is_beside = found.whole.contains(copy_.chain());
                                       return server::Change{};
                                   }));
    if (!is_beside) return {Finding::lost, "the other version of the copied disk"};
    const auto verified = must(server::verify_archive(*server_->archive));
    if (verified.fault || verified.holes != kHoles) return {Finding::deceived, "verify finds a fault or another hole"};
    must(server_->network.opening().catch_up(*server_->archive));  // what failed is opened with the next batch
    const auto rated = count_of(must(server_->archive->day_counts(kAllDays)));
    const auto at_home = count_of(must(server_->archive->home_counts(kAllDays)));
    if (rated != static_cast<std::uint64_t>(ratings_) || at_home != kRatedAtHome) {
        return {Finding::deceived, std::to_string(rated) + " ratings and " + std::to_string(at_home) + " from home"};
    }
    const auto province = must(server::load_province(places_));
    if (province.keys.version < 4) return {Finding::lost, "a new key is not in the keys document"};
    must(send_all());  // new keys that could not be kept come again
    if (must(sync_app::load_membership(desk_)).keys.version != province.keys.version) {
        return {Finding::lost, "the terminal did not learn of the new keys"};
    }
    return {};
}

}  // namespace

Verdict live_in_province(const base::Path& folder, Mischief& mischief, Belief belief) {
    Life life(folder, mischief, belief);
    try {
        life.live();
        return life.judge();
    } catch (const Verdict& broken) {
        return broken;
    } catch (const std::exception& broken) {
        return {Finding::refused, std::string("it threw: ") + broken.what()};
    }
}

}  // namespace hailong::crash
