#include "kiosk/sound/renderer.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>

#include "kiosk/base/json.h"

// POSIX leaves its declaration to the program.
extern char** environ;  // NOLINT(readability-identifier-naming)

namespace hailong::sound {
namespace {

// Slower than espeak-ng's 175 words a minute: its listeners are old, in a hall, and hear it once.
constexpr const char* kWordsAMinute = "145";
constexpr const char* kManifest = "words.json";
constexpr Sample kNoise = 250;       // espeak-ng's silence is cleaner than this
constexpr base::Millis kMargin{30};  // keeps the breath of a consonant, joins without a hole
constexpr std::size_t kPipe = 65536;

class ReadEnd {
public:
    explicit ReadEnd(int fd) : fd_(fd) {}
    ~ReadEnd() { close(fd_); }
    ReadEnd(const ReadEnd&) = delete;
    ReadEnd& operator=(const ReadEnd&) = delete;
    [[nodiscard]] std::string to_the_end() const {
        std::string out;
        std::array<char, kPipe> some{};
        for (ssize_t got = 0; (got = read(fd_, some.data(), some.size())) > 0;) {
            out.append(some.data(), static_cast<std::size_t>(got));
        }
        return out;
    }

private:
    int fd_;
};

// Standard output of `words`; the program is looked up in PATH.
Result<std::string> output_of(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return tl::unexpected<Error>(base::errno_error("open a pipe", errno));
    const ReadEnd ours(ends[0]);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    pid_t child = 0;
    const int error = posix_spawnp(&child, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
        return fail(ErrorCode::environment, words[0] + " cannot be started; install the package " + words[0]);
    }
    auto out = ours.to_the_end();
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) return fail(ErrorCode::environment, words[0] + " failed on \"" + words.back() + "\"");
    return out;
}

// On a pipe espeak-ng cannot know the lengths in advance and writes the largest: put the real ones in.
void correct_lengths(std::string& wav) {
    const auto put = [&wav](std::size_t at, std::size_t value) {
        for (std::size_t i = 0; i < 4; ++i) wav[at + i] = static_cast<char>((value >> (8 * i)) & 0xFF);
    };
    constexpr std::size_t kData = 44;
    if (wav.size() <= kData || wav.substr(36, 4) != "data") return;
    put(4, wav.size() - 8);
    put(40, wav.size() - kData);
}

Result<Texts> words_of_last_time(const base::Path& folder) {
    const auto json = base::read_file(folder / kManifest);
    Texts out;
    if (!json) return out;
    HL_TRY(const auto object, base::json::parse(*json, (folder / kManifest).string()));
    for (const auto& [key, value] : object.members) {
        if (value.text() != nullptr) out[key] = *value.text();
    }
    return out;
}

Status remember(const base::Path& folder, const Texts& words) {
    base::json::Writer json;
    for (const auto& [fragment, text] : words) json.field(fragment, text);
    return base::write_file(folder / kManifest, json.done(), 0644);
}

// The words together with how they are spoken: another voice or speed renders anew.
std::string recipe(const Rendering& what, const std::string& words) {
    return what.voice + "/" + kWordsAMinute + "/" + words;
}

Status render_one(const Rendering& what, const std::string& fragment, const std::string& words) {
    HL_TRY(const auto samples, synthesise(what.voice, words));
    return base::write_file(what.out / (fragment + ".wav"), wav_of(trimmed(samples)), 0644);
}

struct Job {
    std::string fragment;
    std::string words;
};

Status render_all(const Rendering& what, const std::vector<Job>& jobs) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Status outcome;
    const auto work = [&] {
        for (auto i = next++; i < jobs.size(); i = next++) {
            const auto rendered = render_one(what, jobs[i].fragment, jobs[i].words);
            if (rendered) continue;
            const std::lock_guard lock(mutex);
            outcome = fail_in(jobs[i].fragment, rendered.error());
            next = jobs.size();
        }
    };
    std::thread second(work);
    work();
    second.join();
    return outcome;
}

std::size_t remove_unwanted(const base::Path& folder, const Texts& wanted) {
    std::vector<base::Path> unwanted;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto& file = entry.path();
        if (file.extension() == ".wav" && !wanted.contains(file.stem().string())) unwanted.push_back(file);
    }
    for (const auto& file : unwanted) std::filesystem::remove(file, ignored);
    return unwanted.size();
}

}  // namespace

Result<Samples> synthesise(const std::string& voice, const std::string& words) {
    HL_TRY(auto wav, output_of({"espeak-ng", "-v", voice, "-s", kWordsAMinute, "--stdout", "--", words}));
    correct_lengths(wav);
    return parse_wav(wav, "espeak-ng, \"" + words + "\"");
}

Samples trimmed(const Samples& samples) {
    const auto is_loud = [](Sample sample) { return sample > kNoise || sample < -kNoise; };
    const auto margin = static_cast<std::ptrdiff_t>(samples_in(kMargin));
    auto first = std::find_if(samples.begin(), samples.end(), is_loud);
    auto last = std::find_if(samples.rbegin(), samples.rend(), is_loud).base();
    if (first == samples.end()) return {};
    first -= std::min(margin, first - samples.begin());
    last += std::min(margin, samples.end() - last);
    return {first, last};
}

Result<Rendered> render(const Rendering& what) {
    std::error_code error;
    std::filesystem::create_directories(what.out, error);
    if (error) return fail(ErrorCode::io, what.out.string() + ": " + error.message());
    HL_TRY(const auto texts, load_spoken_texts(what.texts));
    HL_TRY(const auto before, words_of_last_time(what.out));
    Texts wanted;
    std::vector<Job> jobs;
    for (const auto& [fragment, words] : words_by_fragment(texts)) {
        const auto recipe_now = recipe(what, words);
        wanted[fragment] = recipe_now;
        const auto old = before.find(fragment);
        const bool is_there = std::filesystem::exists(what.out / (fragment + ".wav"), error);
        if (!is_there || old == before.end() || old->second != recipe_now) jobs.push_back({fragment, words});
    }
    HL_CHECK(render_all(what, jobs));
    const auto removed = remove_unwanted(what.out, wanted);
    HL_CHECK(remember(what.out, wanted));
    return Rendered{jobs.size(), wanted.size() - jobs.size(), removed};
}

}  // namespace hailong::sound
