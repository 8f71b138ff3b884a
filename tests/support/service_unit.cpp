#include "tests/support/service_unit.h"

#include <charconv>
#include <fstream>
#include <stdexcept>

namespace hailong::test {

ServiceUnit::ServiceUnit(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file.string() + " cannot be read");
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '[') continue;
        const auto equals = line.find('=');
        if (equals == std::string::npos) throw std::runtime_error(file.string() + ": not an assignment: " + line);
        values_[line.substr(0, equals)] = line.substr(equals + 1);
    }
}

const std::string& ServiceUnit::text(const std::string& key) const {
    const auto found = values_.find(key);
    if (found == values_.end()) throw std::runtime_error("the unit does not say " + key);
    return found->second;
}

Millis ServiceUnit::time(const std::string& key) const {
    const std::string& said = text(key);
    long number = 0;
    const auto [rest, error] = std::from_chars(said.data(), said.data() + said.size(), number);
    const std::string unit(rest, said.data() + said.size());
    if (error == std::errc()) {
        if (unit == "ms") return Millis(number);
        if (unit.empty() || unit == "s") return Millis(number * 1'000);
        if (unit == "min") return Millis(number * 60'000);
    }
    throw std::runtime_error(key + "=" + said + " is no time that this test knows");
}

}  // namespace hailong::test
