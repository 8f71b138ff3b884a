#include "tests/proxy/lies.h"

#include <stdexcept>

#include "kiosk/base/json.h"

namespace hailong::proxy_rig {

namespace {

using base::Context;
using domain::Receipt;

std::string line_of(const std::string& text) { return text.substr(0, text.find('\n')); }
std::string signature_of(const std::string& text) { return text.substr(text.find('\n') + 1); }
std::string signed_line(const Truth& truth, const std::string& line) {
    return domain::sign_text(line, truth.key, Context::receipt);
}

// Another content, signed by the listed key.
Lie about(const std::string& name, const std::function<void(Receipt&, const Truth&)>& change) {
    return {name, [change](const Truth& truth) {
                Receipt receipt = truth.receipt;
                change(receipt, truth);
                return encode_receipt(receipt, truth.key);
            }};
}

// Another form: a text of line 1 replaced, signed by the listed key.
Lie worded(const std::string& name, const std::string& from, const std::string& to) {
    return {name, [from, to](const Truth& truth) {
                std::string line = line_of(truth.text);
                const auto place = line.find(from);
                if (place == std::string::npos) throw std::runtime_error("no " + from + " in " + line);
                return signed_line(truth, line.replace(place, from.size(), to));
            }};
}

// `through` given as something else than the whole number it is.
Lie numbered(const std::string& name, const std::string& value) {
    return {name, [value](const Truth& truth) {
                const std::string now = "\"through\":" + std::to_string(*truth.receipt.through);
                return worded("", now, "\"through\":" + value).tell(truth);
            }};
}

void add_claims(std::vector<Lie>& lies) {
    lies.push_back(about("one entry more", [](Receipt& r, const Truth&) { ++*r.through; }));
    lies.push_back(about("a thousand entries more", [](Receipt& r, const Truth&) { *r.through += 1000; }));
    lies.push_back(about("2^52 entries", [](Receipt& r, const Truth&) { r.through = domain::Seq(1) << 52U; }));
    lies.push_back(about("one entry less, same head", [](Receipt& r, const Truth&) { --*r.through; }));
    lies.push_back(about("entry 0, same head", [](Receipt& r, const Truth&) { r.through = 0; }));
    lies.push_back(about("no head", [](Receipt& r, const Truth&) { r.head.reset(); }));
    lies.push_back(about("no through", [](Receipt& r, const Truth&) { r.through.reset(); }));
    lies.push_back(about("head of zeros", [](Receipt& r, const Truth&) { r.head = base::Digest{}; }));
    lies.push_back(about("first bit of the head", [](Receipt& r, const Truth&) { r.head->bytes[0] ^= 0x80; }));
    lies.push_back(about("last bit of the head", [](Receipt& r, const Truth&) { r.head->bytes[31] ^= 1; }));
    lies.push_back(about("chain id as head", [](Receipt& r, const Truth&) { r.head = r.chain; }));
    lies.push_back(about("head of another chain", [](Receipt& r, const Truth& t) { r.head = t.older_chain.head; }));
    lies.push_back(about("gap with a wrong head", [](Receipt& r, const Truth&) {
        r.verdict = domain::Verdict::gap;
        r.head = base::sha256("gap");
    }));
    lies.push_back(about("fork with a wrong head", [](Receipt& r, const Truth&) {
        r.verdict = domain::Verdict::fork;
        r.head = base::sha256("fork");
    }));
    lies.push_back(about("behind with a wrong head", [](Receipt& r, const Truth&) {
        r.verdict = domain::Verdict::behind;
        *r.through += 5;
    }));
}

void add_names(std::vector<Lie>& lies) {
    lies.push_back(about("another device", [](Receipt& r, const Truth&) { r.device = "k25195-2"; }));
    lies.push_back(about("no device", [](Receipt& r, const Truth&) { r.device.clear(); }));
    lies.push_back(about("device in capitals", [](Receipt& r, const Truth&) { r.device = "K25195-1"; }));
    lies.push_back(about("another province", [](Receipt& r, const Truth&) { r.province = "da-nang"; }));
    lies.push_back(about("no province", [](Receipt& r, const Truth&) { r.province.clear(); }));
    lies.push_back(about("another chain of ours", [](Receipt& r, const Truth& t) {
        r.chain = t.older_chain.chain;
        r.through = t.older_chain.through;
        r.head = t.older_chain.head;
    }));
    lies.push_back(about("a chain nobody has", [](Receipt& r, const Truth&) { r.chain = base::sha256("nobody"); }));
    lies.push_back(about("no chain", [](Receipt& r, const Truth&) { r.chain.reset(); }));
    lies.push_back(about("another request", [](Receipt& r, const Truth&) { r.req = base::sha256("other nonce"); }));
    lies.push_back(about("request of zeros", [](Receipt& r, const Truth&) { r.req = base::Digest{}; }));
    lies.push_back(about("last bit of the request", [](Receipt& r, const Truth&) { r.req.bytes[31] ^= 1; }));
    lies.push_back({"true answer to an earlier question", [](const Truth& t) { return t.older_answer; }});
    lies.push_back(about("no epoch", [](Receipt& r, const Truth&) { r.epoch.clear(); }));
    lies.push_back(about("too many wants", [](Receipt& r, const Truth&) { r.want.resize(65); }));
}

void add_forms(std::vector<Lie>& lies) {
    lies.push_back(worded("protocol 2", "\"proto\":1", "\"proto\":2"));
    lies.push_back(worded("protocol twice", "\"proto\":1", "\"proto\":1,\"proto\":1"));
    lies.push_back(worded("a name twice within", "\"want\":", "\"x\":{\"a\":1,\"a\":2},\"want\":"));
    lies.push_back(worded("device twice", "\"device\":", "\"device\":\"k25195-2\",\"device\":"));
    lies.push_back(worded("no such verdict", "\"verdict\":\"ok\"", "\"verdict\":\"fine\""));
    lies.push_back(worded("no verdict", "\"verdict\":\"ok\",", ""));
    lies.push_back(worded("too deep", "\"want\":", "\"x\":[[[[[[[1]]]]]]],\"want\":"));
    lies.push_back(worded("half a character", "\"config\":\"", "\"config\":\"\\ud800"));
    lies.push_back(worded("a raw control byte", "\"config\":\"", "\"config\":\"\x01"));
    lies.push_back(worded("invalid UTF-8", "\"config\":\"", "\"config\":\"\xff"));
    lies.push_back(worded("an object for want", "\"want\":[]", "\"want\":{}"));
    lies.push_back(worded("two objects", "{\"proto\"", "{}{\"proto\""));
    lies.push_back(worded("no time", "\"now\":\"2026", "\"now\":\"yesterday"));
    for (const char* value : {"9.0", "9e0", "-1", "true", "[9]", "\"9\"", "18446744073709551616", "9007199254740992"})
        lies.push_back(numbered(std::string("through as ") + value, value));
    lies.push_back({"through twice", [](const Truth& truth) {
                        return worded("", "\"through\":", "\"through\":0,\"through\":").tell(truth);
                    }});
}

void add_texts(std::vector<Lie>& lies) {
    lies.push_back({"a third line", [](const Truth& t) { return t.text + "{}\n"; }});
    lies.push_back({"an empty third line", [](const Truth& t) { return t.text + "\n"; }});
    lies.push_back({"an empty first line", [](const Truth& t) { return "\n" + t.text; }});
    lies.push_back({"the answer twice", [](const Truth& t) { return t.text + t.text; }});
    lies.push_back({"line 1 alone", [](const Truth& t) { return line_of(t.text) + "\n"; }});
    lies.push_back({"lines swapped", [](const Truth& t) { return signature_of(t.text) + line_of(t.text) + "\n"; }});
    lies.push_back(
        {"carriage returns", [](const Truth& t) { return line_of(t.text) + "\r\n" + signature_of(t.text); }});
    lies.push_back({"a byte order mark", [](const Truth& t) { return "\xEF\xBB\xBF" + t.text; }});
    lies.push_back({"a byte 0 at the end", [](const Truth& t) { return t.text + std::string(1, '\0'); }});
    lies.push_back({"60 KiB of spaces", [](const Truth& t) {
                        return line_of(t.text) + std::string(60'000, ' ') + "\n" + signature_of(t.text);
                    }});
}

void add_signatures(std::vector<Lie>& lies) {
    lies.push_back({"an unlisted key", [](const Truth& t) { return encode_receipt(t.receipt, t.unlisted); }});
    lies.push_back({"the terminal's own key", [](const Truth& t) { return encode_receipt(t.receipt, t.device); }});
    lies.push_back({"an unlisted key under a listed name", [](const Truth& t) {
                        std::string text = encode_receipt(t.receipt, t.unlisted);
                        return text.replace(text.find(t.unlisted.key_id()), t.key.key_id().size(), t.key.key_id());
                    }});
    lies.push_back({"a newer keys document nobody has", [](const Truth& t) {
                        Receipt receipt = t.receipt;
                        receipt.keys += 1;
                        return encode_receipt(receipt, t.unlisted);
                    }});
    lies.push_back({"the signature of an earlier answer",
                    [](const Truth& t) { return line_of(t.text) + "\n" + signature_of(t.older_answer); }});
    lies.push_back({"a shorter signature", [](const Truth& t) {
                        std::string text = t.text;
                        return text.erase(text.size() - 5, 1);
                    }});
    lies.push_back({"no signature", [](const Truth& t) { return line_of(t.text) + "\n{}\n"; }});
    for (const Context context : {Context::head, Context::req, Context::keys, Context::config, Context::enrol,
                                  Context::renew, Context::ticket, Context::health}) {
        lies.push_back({"signed as context " + std::to_string(static_cast<int>(context)),
                        [context](const Truth& t) { return domain::sign_text(line_of(t.text), t.key, context); }});
    }
}

// An answer of the liar's own key that names a keys document in which that key is listed.
Lie forged(const std::string& name, const std::function<std::string(const Forgery&)>& keys) {
    const auto tell = [](const Truth& truth) {
        Receipt receipt = truth.receipt;
        receipt.keys += 1;
        return encode_receipt(receipt, truth.unlisted);
    };
    return {"keys: " + name, tell, keys};
}

Lie forged_by_root(const std::string& name, const std::function<void(domain::KeysDocument&)>& change) {
    return forged(name, [change](const Forgery& forgery) {
        domain::KeysDocument keys = forgery.wished;
        change(keys);
        return encode_keys(keys, forgery.root);
    });
}

void add_forgeries(std::vector<Lie>& lies) {
    lies.push_back(forged("signed by the liar", [](const Forgery& f) { return encode_keys(f.wished, f.liar); }));
    lies.push_back(forged("with the liar as root", [](const Forgery& f) {
        domain::KeysDocument keys = f.wished;
        keys.root = f.liar.public_key();
        return encode_keys(keys, f.liar);
    }));
    lies.push_back(forged("with the liar as next root", [](const Forgery& f) {
        domain::KeysDocument keys = f.wished;
        keys.next_root = f.liar.public_key();
        return encode_keys(keys, f.liar);
    }));
    lies.push_back(forged("of another purpose", [](const Forgery& f) {
        return domain::sign_text(line_of(encode_keys(f.wished, f.root)), f.root, Context::config);
    }));
    lies.push_back(forged("one byte changed", [](const Forgery& f) {
        std::string text = encode_keys(f.wished, f.root);
        text[text.find("\"receipt\"") + 13] ^= 1;
        return text;
    }));
    lies.push_back(forged("a page", [](const Forgery&) { return std::string("<html>keys</html>"); }));
    lies.push_back(forged("nothing", [](const Forgery&) { return std::string(); }));
    lies.push_back(forged_by_root("of another province", [](domain::KeysDocument& k) { k.province = "da-nang"; }));
    lies.push_back(forged_by_root("another version than named", [](domain::KeysDocument& k) { ++k.version; }));
    lies.push_back(forged_by_root("the version we have", [](domain::KeysDocument& k) { --k.version; }));
}

}  // namespace

std::vector<Lie> all_lies() {
    std::vector<Lie> lies;
    add_claims(lies);
    add_names(lies);
    add_forms(lies);
    add_texts(lies);
    add_signatures(lies);
    add_forgeries(lies);
    return lies;
}

}  // namespace hailong::proxy_rig
