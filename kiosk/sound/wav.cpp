#include "kiosk/sound/wav.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hailong::sound {
namespace {

constexpr int kLongestSeconds = 120;
constexpr std::size_t kLargestFile = 64U << 20;  // two minutes of stereo at 192 kHz are 44 MiB
constexpr std::size_t kHeader = 44;
constexpr int kLobes = 12;  // zero crossings of the low-pass on each side; speech needs no more

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i > 0; --i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

struct Format {
    std::uint32_t kind = 0;  // 1: PCM; 0xFFFE: extensible, which at 16 bit is PCM too
    std::uint32_t channels = 0;
    std::uint32_t rate = 0;
    std::uint32_t bits = 0;
};

struct Chunks {
    Format format;
    std::string_view data;
};

// Why this is no WAV file; empty when it is one.
std::string read_chunks(std::string_view bytes, Chunks& out) {
    if (bytes.size() < 12 || bytes.substr(0, 4) != "RIFF" || bytes.substr(8, 4) != "WAVE") return "is no WAV file";
    bytes.remove_prefix(12);
    bool has_format = false;
    while (bytes.size() >= 8) {
        const auto id = bytes.substr(0, 4);
        const std::size_t size = number(bytes, 4, 4);
        bytes.remove_prefix(8);
        if (id == "fmt ") {
            if (size < 16 || bytes.size() < size) return "breaks off in its header";
            out.format = {number(bytes, 0, 2), number(bytes, 2, 2), number(bytes, 4, 4), number(bytes, 14, 2)};
            has_format = true;
        }
        if (id == "data") {
            if (!has_format) return "has its sound before its format";
            if (bytes.size() < size) return "breaks off in its sound";
            out.data = bytes.substr(0, size);
            return out.data.empty() ? "holds no sound" : "";
        }
        bytes.remove_prefix(std::min(size + size % 2, bytes.size()));
    }
    return "holds no sound";
}

std::string refusal_of(const Format& format, std::size_t data) {
    if (format.kind != 1 && format.kind != 0xFFFE) return "is compressed";
    if (format.bits != 16) return "has " + std::to_string(format.bits) + " bits a sample";
    if (format.channels < 1 || format.channels > 2) return "has " + std::to_string(format.channels) + " channels";
    if (format.rate < 8000 || format.rate > 192'000) return "has " + std::to_string(format.rate) + " samples a second";
    if (data / (std::size_t{format.channels} * 2 * format.rate) > kLongestSeconds) return "is longer than two minutes";
    return "";
}

std::vector<float> mono_of(const Chunks& wav) {
    const std::size_t channels = wav.format.channels;
    std::vector<float> out(wav.data.size() / (channels * 2));
    for (std::size_t i = 0; i < out.size(); ++i) {
        float sum = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += static_cast<float>(static_cast<Sample>(number(wav.data, (i * channels + c) * 2, 2)));
        }
        out[i] = sum / static_cast<float>(channels);
    }
    return out;
}

Sample to_sample(double value) { return static_cast<Sample>(std::lround(std::clamp(value, -32768.0, 32767.0))); }

// Hann-windowed sinc at distance x, in zero crossings.
double low_pass(double x) {
    if (std::abs(x) >= kLobes) return 0;
    if (x == 0) return 1;
    const double turn = std::numbers::pi * x;
    return std::sin(turn) / turn * (0.5 + 0.5 * std::cos(turn / kLobes));
}

Samples at_our_rate(const std::vector<float>& in, double rate) {
    const double step = rate / kRate;               // input samples per output sample
    const double cutoff = std::min(1.0, 1 / step);  // what 22,050 Hz cannot hold would come back as a whistle
    Samples out(std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(in.size()) / step)));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double centre = static_cast<double>(i) * step;
        const double reach = kLobes / cutoff;
        const auto first = static_cast<std::size_t>(std::max(0.0, std::ceil(centre - reach)));
        const auto last = std::min(in.size(), static_cast<std::size_t>(centre + reach) + 1);
        double sum = 0;
        double weight = 0;
        for (std::size_t k = first; k < last; ++k) {
            const double w = low_pass((static_cast<double>(k) - centre) * cutoff);
            sum += w * static_cast<double>(in[k]);
            weight += w;
        }
        out[i] = to_sample(weight > 0.1 ? sum / weight : 0);
    }
    return out;
}

void put(std::string& out, std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

}  // namespace

Result<Samples> parse_wav(std::string_view bytes, std::string_view name) {
    const auto refused = [&](const std::string& why) {
        return fail(ErrorCode::bad_input, std::string(name) + ": " + why +
                                              "; save it as WAV, PCM 16 bit, mono or stereo, for example with: sox "
                                              "IN -b 16 OUT.wav");
    };
    Chunks wav;
    if (const auto why = read_chunks(bytes, wav); !why.empty()) return refused(why);
    if (const auto why = refusal_of(wav.format, wav.data.size()); !why.empty()) return refused(why);
    const auto mono = mono_of(wav);
    if (wav.format.rate != kRate) return at_our_rate(mono, wav.format.rate);
    Samples out(mono.size());
    std::transform(mono.begin(), mono.end(), out.begin(), [](float value) { return to_sample(double{value}); });
    return out;
}

Result<Samples> load_wav(const base::Path& file) {
    HL_TRY(const auto bytes, base::read_file(file, kLargestFile));
    return parse_wav(bytes, file.string());
}

std::string wav_of(std::span<const Sample> samples) {
    const auto data = static_cast<std::uint32_t>(samples.size() * 2);
    std::string out = "RIFF";
    put(out, static_cast<std::uint32_t>(kHeader) - 8 + data, 4);
    out += "WAVEfmt ";
    put(out, 16, 4);
    put(out, 1, 2);
    put(out, 1, 2);
    put(out, kRate, 4);
    put(out, kRate * 2, 4);
    put(out, 2, 2);
    put(out, 16, 2);
    out += "data";
    put(out, data, 4);
    for (const Sample sample : samples) put(out, static_cast<std::uint16_t>(sample), 2);
    return out;
}

double loudness(std::span<const Sample> samples) {
    if (samples.empty()) return 0;
    double sum = 0;
    for (const Sample sample : samples) sum += static_cast<double>(sample) * sample;
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

}  // namespace hailong::sound
