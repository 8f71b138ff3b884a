// What a stranger does to the entries port, as one text and the pace at which it is said.
#pragma once

#include "tests/load/town.h"

namespace hailong::load {

struct Mischief {
    enum class Shows { no_tls, nobody, own_certificate, enrolled };
    enum class From { anywhere, ward };  // ward: the very address that honest terminals share
    std::string name;
    int share = 0;  // of a thousand strangers
    Shows shows = Shows::nobody;
    std::string text;
    std::size_t at_once = 0;  // bytes; the others follow one by one
    Millis drip{2500};
    From from = From::anywhere;
};

// `accomplice`: an enrolled terminal that has gone bad; its batches are real but for what is wrong with them.
[[nodiscard]] std::vector<Mischief> all_mischief(const Door& door, const Terminal& accomplice);

}  // namespace hailong::load
