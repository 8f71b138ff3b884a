#include "tests/simulation/reckoning.h"

#include <gtest/gtest.h>

namespace hailong::simulation {

using Content = VirtualServer::Content;

// Two disks of one chain, copied at entry 3: both have 0 to 3 in common. Each has 10 entries.
class Reckon : public testing::Test {
protected:
    static VirtualChain disk(const std::string& version, Seq floor) {
        VirtualChain out;
        out.id = base::sha256("chain");
        out.floor = floor;
        for (Seq seq = 0; seq < 10; ++seq) {
            const std::string name = (seq <= 3 ? "common" : version) + std::to_string(seq);
            out.entries.push_back(std::make_shared<VirtualEntry>(VirtualEntry{name, base::sha256(name), {}}));
        }
        return out;
    }
    static void hold(std::set<base::Digest>& where, const VirtualChain& disk, Seq first, Seq last) {
        for (Seq seq = first; seq <= last; ++seq) where.insert(disk.hash(seq));
    }
    void expect_lost(const VirtualChain& disk, std::uint64_t lost) {
        const Reckoning found = reckon(content_, disk);
        EXPECT_EQ(found.missing, std::nullopt);
        EXPECT_EQ(found.lost, lost);
    }
    void expect_missing(const VirtualChain& disk, Seq seq) { EXPECT_EQ(reckon(content_, disk).missing, seq); }

    VirtualChain first_ = disk("first", 0);
    VirtualChain second_ = disk("second", 0);
    Content content_;
};

TEST_F(Reckon, NothingIsMissingOfVersionsThatAreHeld) {
    hold(content_.entries, first_, 0, 9);
    hold(content_.beside, second_, 4, 9);
    expect_lost(first_, 0);
    expect_lost(second_, 0);
}

TEST_F(Reckon, WhatTheDiskStillHasIsMissing) {
    hold(content_.entries, first_, 0, 4);
    hold(content_.entries, first_, 7, 9);
    content_.holes[first_.id] = {{5, 6}};
    first_.floor = 6;
    expect_missing(first_, 6);
}

TEST_F(Reckon, TheNewestEntryIsMissing) {
    hold(content_.entries, first_, 0, 8);
    expect_missing(first_, 9);
}

TEST_F(Reckon, WhatWasPrunedIsLostWhereAHoleShowsIt) {
    hold(content_.entries, first_, 0, 4);
    hold(content_.entries, first_, 7, 9);
    first_.floor = 7;
    expect_missing(first_, 5);
    content_.holes[base::sha256("another chain")] = {{5, 6}};
    expect_missing(first_, 5);
    content_.holes[first_.id] = {{5, 5}};
    expect_missing(first_, 5);
    content_.holes[first_.id] = {{5, 6}};
    expect_lost(first_, 2);
    content_.entries.erase(first_.hash(2));  // of this no hole tells
    expect_missing(first_, 2);
}

// The archive was put back from a copy older than the copying. Then came what the first disk still had, 0 to 5, and
// over a hole the second from 8 on: its 4 and 5, pruned like 6 and 7, are lost before that hole begins.
TEST_F(Reckon, WhatWasPrunedMayBeLostBelowTheHoleWhereTheOtherVersionStands) {
    hold(content_.entries, first_, 0, 5);
    hold(content_.entries, second_, 8, 9);
    content_.holes[second_.id] = {{6, 7}};
    second_.floor = 8;
    expect_lost(second_, 4);
    second_.floor = 7;
    expect_missing(second_, 7);
}

TEST_F(Reckon, WhatWasPrunedOfAnotherVersionIsLostWhereThatBeginsWithNothingBefore) {
    hold(content_.entries, first_, 0, 9);
    hold(content_.beside, second_, 7, 9);
    second_.floor = 7;
    expect_lost(second_, 3);
    content_.beside.erase(second_.hash(7));
    expect_missing(second_, 7);
}

}  // namespace hailong::simulation
