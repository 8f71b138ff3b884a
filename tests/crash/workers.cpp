#include "tests/crash/workers.h"

#include <malloc.h>
#include <sqlite3.h>

#include <charconv>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/support/child.h"

namespace hailong::crash {

namespace {

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw std::runtime_error("not a number: " + std::string(text));
    }
    return value;
}

std::string packed(const Tally& tally) {
    std::ostringstream out;
    out << tally.cases;
    for (const std::size_t count : tally.found) out << ' ' << count;
    out << ' ' << tally.first_fault;
    return out.str();
}

Tally unpacked(const std::string& text) {
    std::istringstream in(text);
    Tally tally;
    in >> tally.cases;
    for (std::size_t& count : tally.found) in >> count;
    if (!in) {
        tally = Tally{};
        tally.first_fault = "a worker died";
        return tally;
    }
    std::getline(in >> std::ws, tally.first_fault);
    return tally;
}

// A state is some hundred KiB that come and go: handed back to the kernel and fetched again each time they cost a
// quarter of the run.
void keep_memory() {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

// Ends SQLite's own pauses at once. Nobody else has a worker's ledger open whom it could wait for; where a WAL does not
// begin as one, a reader waits ten seconds for a writer to mend it.
void never_wait() {
    static sqlite3_vfs hasty = *sqlite3_vfs_find(nullptr);
    hasty.zName = "never-waits";
    hasty.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
    sqlite3_vfs_register(&hasty, 1);
}

std::string work_through(const Orders& orders, unsigned job, const std::function<Tally(std::uint64_t)>& work) {
    const std::size_t share = orders.cases / orders.jobs + 1;
    Tally tally;
    keep_memory();
    never_wait();
    try {
        for (std::uint64_t seed = orders.seed + job; tally.cases < share; seed += orders.jobs) tally.add(work(seed));
    } catch (const std::exception& broken) {
        tally.first_fault = std::string("the harness broke: ") + broken.what();
    }
    return packed(tally);
}

}  // namespace

Orders orders_of(int count, char** words, const Orders& defaults) {
    Orders orders = defaults;
    orders.jobs = std::max(1U, std::thread::hardware_concurrency());
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        if (name == "--cases" || name == "--states") {
            orders.cases = number(words[i + 1]);
        } else if (name == "--seed") {
            orders.seed = number(words[i + 1]);
        } else if (name == "--jobs") {
            orders.jobs = std::max(1U, static_cast<unsigned>(number(words[i + 1])));
        } else {
            throw std::runtime_error("unknown argument " + std::string(name));
        }
    }
    if (count % 2 == 0) throw std::runtime_error(std::string("a value is missing after ") + words[count - 1]);
    return orders;
}

void Tally::add(const Verdict& verdict, const std::function<std::string()>& where, bool fault) {
    ++cases;
    ++found[static_cast<std::size_t>(verdict.finding)];
    if (fault && first_fault.empty()) first_fault = where() + ": " + verdict.why;
}

void Tally::add(const Tally& other) {
    cases += other.cases;
    for (std::size_t i = 0; i < found.size(); ++i) found[i] += other.found[i];
    if (first_fault.empty()) first_fault = other.first_fault;
}

std::string Tally::text() const {
    std::string out = std::to_string(cases) + " cases:";
    std::string_view comma = " ";
    for (const Finding finding : kFindings) {
        if (of(finding) == 0) continue;
        out += std::string(comma) + std::to_string(of(finding)) + " " + std::string(name_of(finding));
        comma = ", ";
    }
    return out;
}

Tally in_processes(const Orders& orders, const std::function<Tally(std::uint64_t)>& work) {
    std::vector<test::Child> workers;
    for (unsigned job = 0; job < orders.jobs; ++job) {
        workers.emplace_back([&] { return work_through(orders, job, work); });
    }
    Tally tally;
    for (test::Child& worker : workers) tally.add(unpacked(worker.told()));
    return tally;
}

bool tell_result(const std::string& row, std::size_t cases, std::size_t failures, std::uint64_t seed) {
    std::cout << "prove: " << row << " cases=" << cases << " failures=" << failures << " seed=" << seed << std::endl;
    return failures == 0;
}

bool tell_known_bad(const std::string& row, const std::string& what, const Tally& tally) {
    const bool caught = tally.of(Finding::lost) > 0;
    std::cout << "known bad, " << what << ": " << tally.text() << "\n";
    std::cout << "prove: " << row << " known-bad=" << (caught ? "caught" : "missed") << std::endl;
    return caught;
}

int run_harness(int count, char** words, const Orders& defaults, const std::function<bool(const Orders&)>& prove) {
    try {
        if (!base::init_crypto()) throw std::runtime_error("no crypto");
        return prove(orders_of(count, words, defaults)) ? 0 : 1;
    } catch (const std::exception& broken) {
        std::cerr << broken.what() << "\n";
        return 2;
    }
}

}  // namespace hailong::crash
