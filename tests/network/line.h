// A line as bad as we want it: this process and its children move to a network namespace of their own, where nothing
// but a shaped loopback exists. Needs root. Nothing outside the namespace is touched; it goes with its last process.
#pragma once

namespace hailong::test {

class Line {
public:
    // Throws when the namespace or a tool (ip, tc, nft) cannot be had.
    Line();
    // Both directions share this rate.
    void limit_to_kbit(int rate);
    // Every packet is lost with this chance.
    void lose_percent(int chance);
    // Larger packets vanish, and nobody is told: an MTU hole.
    void swallow_packets_over(int bytes);
    // A whole line again.
    void mend();
};

}  // namespace hailong::test
