// A line as bad as we want it: this process and its children move to a network namespace of their own, where nothing
// but a shaped loopback exists. Needs root. Nothing outside the namespace is touched; it goes with its last process.
#pragma once

#include "tests/support/temp_folder.h"

namespace hailong::test {

class Line {
public:
    // Throws when the namespace or a tool (ip, tc, nft) cannot be had.
    Line();
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    // Both directions share this rate.
    void limit_to_kbit(int rate);
    // Every packet is lost with this chance.
    void lose_percent(int chance);
    // Larger packets vanish, and nobody is told: an MTU hole.
    void swallow_packets_over(int bytes);
    // A whole line again.
    void mend();
    // From now on this process and its children ask this server, and no other, for the addresses of names.
    enum class NameServer { none, silent };
    void ask_names_of(NameServer server);

private:
    TempFolder folder_;
    bool asks_here_ = false;  // this process has an /etc/resolv.conf of its own
    int silence_ = -1;
};

}  // namespace hailong::test
