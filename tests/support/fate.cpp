#include "tests/support/fate.h"

namespace hailong::test {

std::string_view name_of(Fate fate) {
    switch (fate) {
        case Fate::kept:
            return "kept";
        case Fate::dropped:
            return "dropped";
        case Fate::some:
            return "some";
        case Fate::torn:
            return "torn";
        case Fate::noisy:
            return "noisy";
        case Fate::ordered:
            return "ordered";
    }
    return "";
}

}  // namespace hailong::test
