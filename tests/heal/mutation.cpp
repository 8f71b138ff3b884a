#include "tests/heal/mutation.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace hailong::heal {

namespace {

namespace fs = std::filesystem;

std::string bytes_of(const base::Path& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

void put(const base::Path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) throw std::runtime_error("cannot write");
}

std::string noise(Dice& dice, std::size_t size) {
    std::string out(size, '\0');
    for (char& c : out) c = static_cast<char>(below(dice, 256));
    return out;
}

void overwrite(std::string& bytes, std::size_t at, const std::string& with) {
    bytes.replace(at, std::min(with.size(), bytes.size() - at), with, 0, std::min(with.size(), bytes.size() - at));
}

// All take the file's bytes and give back what becomes of them.
std::string garbage_block(std::string bytes, const base::Path&, Dice& dice) {
    const std::size_t size = 1 + below(dice, 16'384);
    if (!bytes.empty()) overwrite(bytes, below(dice, bytes.size()), noise(dice, size));
    return bytes;
}
std::string garbage_page(std::string bytes, const base::Path&, Dice& dice) {
    const std::size_t pages = bytes.size() / 4096;
    if (pages > 0) overwrite(bytes, below(dice, pages) * 4096, std::string(4096, below(dice, 2) == 0 ? '\0' : '\xff'));
    return bytes;
}
std::string garbage_beginning(std::string bytes, const base::Path&, Dice& dice) {
    const std::size_t size = 1 + below(dice, 120);
    if (!bytes.empty()) overwrite(bytes, 0, noise(dice, size));
    return bytes;
}
std::string all_garbage(std::string bytes, const base::Path&, Dice& dice) { return noise(dice, bytes.size()); }
std::string truncated(std::string bytes, const base::Path&, Dice& dice) {
    if (!bytes.empty()) bytes.resize(below(dice, bytes.size()));
    return bytes;
}
std::string emptied(std::string, const base::Path&, Dice&) { return {}; }
std::string flipped_bits(std::string bytes, const base::Path&, Dice& dice) {
    for (std::size_t left = 1 + below(dice, 16); left > 0 && !bytes.empty(); --left) {
        char& c = bytes[below(dice, bytes.size())];
        c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << below(dice, 8)));
    }
    return bytes;
}
std::string flipped_header_bit(std::string bytes, const base::Path&, Dice& dice) {
    if (bytes.size() < 112) return bytes;
    char& c = bytes[below(dice, 112)];
    c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << below(dice, 8)));
    return bytes;
}
std::string of_another_ledger(std::string, const base::Path& other, Dice&) { return bytes_of(other); }
std::string grown(std::string bytes, const base::Path&, Dice& dice) {
    return bytes + noise(dice, 1 + below(dice, 9'000));
}

struct Harm {
    const char* name;
    std::string (*done_to)(std::string bytes, const base::Path& other, Dice& dice);
};
constexpr std::array kHarms{
    Harm{"a garbage block", garbage_block},
    Harm{"a blank page", garbage_page},
    Harm{"a garbage beginning", garbage_beginning},
    Harm{"all garbage", all_garbage},
    Harm{"cut short", truncated},
    Harm{"zero length", emptied},
    Harm{"flipped bits", flipped_bits},
    Harm{"a flipped header bit", flipped_header_bit},
    Harm{"another ledger's", of_another_ledger},
    Harm{"grown", grown},
};

}  // namespace

std::size_t below(Dice& dice, std::size_t limit) { return limit == 0 ? 0 : dice() % limit; }

std::string mutate(const base::Path& segment, const base::Path& other_segment, Dice& dice) {
    const std::string name = below(dice, 3) == 0 ? "ledger.db-wal" : "ledger.db";
    if (below(dice, 20) == 0) {
        fs::remove(segment / name);
        return name + ": removed";
    }
    const Harm& harm = kHarms[below(dice, kHarms.size())];
    put(segment / name, harm.done_to(bytes_of(segment / name), other_segment / name, dice));
    return name + ": " + harm.name;
}

}  // namespace hailong::heal
