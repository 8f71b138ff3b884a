#include "kiosk/domain/ticket.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/domain/typed_code.h"

namespace hailong::domain {

class HomeTicket : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    static TicketId id() {
        TicketId id;
        id.bytes.fill(0x0c);
        return id;
    }
    static std::string behind_the_path(const std::string& address) { return address.substr(address.rfind('/') + 1); }
    const base::WallTime now_{base::Millis(1'795'400'107'123)};
    const base::Signer device_ = base::Signer::from_seed(std::string(32, '\x01')).value();
    const Ticket ticket_ = issue_ticket(device_, id(), now_);
    const std::string address_ = ticket_address(ticket_, device_, "danhgia.example.vn");
};

// The vector of PROTOCOL.md, computed by another program (Python's cryptography).
TEST_F(HomeTicket, AddressIsAsPrinted) {
    EXPECT_EQ(
        address_,
        "HTTPS://DANHGIA.EXAMPLE.VN/T/AE2HKD4YXVM7Z7AMBQGAYDAMBQGAYDABZCMAPCGLUA4KUWBWU7WBOHGCZELEP4FWXMWSTL35PM2HD"
        "76AYHJOR2J7HZIW3TSQVQC6QX3WISLCA3WAABO6WNBRJL2TSPL4JLVP7TRSGIHQ");
}
TEST_F(HomeTicket, CodeIsAsPrinted) {
    EXPECT_EQ(ticket_code(ticket_.key, ticket_.id), "BB7L-K88A");
    EXPECT_TRUE(is_typed_code(ticket_code(ticket_.key, ticket_.id)));
}
TEST_F(HomeTicket, AddressFitsTheAlphanumericModeOfAQrCode) {
    constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    EXPECT_TRUE(std::all_of(address_.begin(), address_.end(),
                            [&](char c) { return kAlphanumeric.find(c) != std::string_view::npos; }));
    EXPECT_LE(address_.size(), 178U);  // version 7-M
}
TEST_F(HomeTicket, ComesBack) {
    const auto again = parse_ticket(behind_the_path(address_)).value();
    EXPECT_EQ(again.ticket, ticket_);
    EXPECT_TRUE(verify_ticket(again, device_.public_key()));
    EXPECT_LE(now_ - again.ticket.issued(), std::chrono::minutes(1));
}
TEST_F(HomeTicket, HoldsUnderItsOwnKeyOnly) {
    const auto again = parse_ticket(behind_the_path(address_)).value();
    EXPECT_FALSE(verify_ticket(again, base::Signer::generate().public_key()));
}
TEST_F(HomeTicket, AnyChangedSymbolIsRefused) {
    const std::string good = behind_the_path(address_);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        const auto parsed = parse_ticket(bad);
        EXPECT_FALSE(parsed && verify_ticket(*parsed, device_.public_key())) << i;
    }
}
TEST_F(HomeTicket, RefusesOtherLengthsAndLetters) {
    const std::string good = behind_the_path(address_);
    EXPECT_FALSE(parse_ticket(""));
    EXPECT_FALSE(parse_ticket(good.substr(1)));
    EXPECT_FALSE(parse_ticket(good + "A"));
    EXPECT_FALSE(parse_ticket("a" + good.substr(1)));
}
TEST_F(HomeTicket, EntryNamesVisitAndTicket) {
    EXPECT_EQ(encode_ticket_plain({base::Token16{}, id()}),
              R"({"visit":"00000000000000000000000000000000","ticket":"0c0c0c0c0c0c0c0c0c0c"})");
}
TEST_F(HomeTicket, EntryHasOneForm) {
    const TicketIssued issued{base::random_token(), id()};
    const std::string plain = encode_ticket_plain(issued);
    EXPECT_EQ(parse_ticket_plain(plain).value(), issued);
    EXPECT_FALSE(parse_ticket_plain(plain + " "));
    EXPECT_FALSE(parse_ticket_plain(R"({"visit":"00","ticket":"0c0c0c0c0c0c0c0c0c0c"})"));
    EXPECT_FALSE(parse_ticket_plain("{}"));
}

}  // namespace hailong::domain
