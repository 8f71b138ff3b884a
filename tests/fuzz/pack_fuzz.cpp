// A language pack: pack.json, a record separator (0x1E), texts.json. Whatever somebody without a compiler writes there
// is refused with words, or every text of it can be said.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kiosk/text/catalog.h"
#include "kiosk/text/unicode.h"

namespace {

namespace text = hailong::text;

void expect(bool holds) {
    if (!holds) std::abort();
}

std::u32string with_plain_spaces(std::string_view written) {
    auto points = text::decode(written);
    expect(points.has_value());
    std::replace(points->begin(), points->end(), U'\u00A0', U' ');
    return *points;
}

void check_text(const text::Catalog& pack, const std::string& key, const std::string& written) {
    // Words are joined, never changed.
    expect(with_plain_spaces(pack.join_words(written)) == with_plain_spaces(written));
    const auto names = text::argument_names(written);
    if (names.empty()) expect(pack.say(key) == written);
    text::Arguments arguments;
    for (const auto& name : names) arguments.emplace_back(name, "");
    // Each was filled in wherever it stands: at least its braces and one letter are gone.
    expect(pack.say(key, arguments).size() + 3 * names.size() <= written.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto cut = std::min(input.find('\x1E'), input.size());
    const auto rest = input.substr(std::min(cut + 1, input.size()));
    const auto pack = text::Catalog::parse({std::string(input.substr(0, cut)), "pack.json"},
                                           {rest.empty() ? "{}" : std::string(rest), "texts.json"});
    if (!pack) {
        expect(!pack.error().what.empty());
        return 0;
    }
    expect(!pack->language().empty() && text::is_nfc(pack->name()));
    for (const auto& [key, written] : pack->texts()) check_text(*pack, key, written);
    auto completed = *pack;
    completed.complete_from(*pack);
    expect(completed.texts() == pack->texts());
    return 0;
}
