#include "tests/support/fault_proxy.h"

#include "tests/support/http_text.h"

namespace hailong::test {

std::string Passage::forward(const std::string& bytes) {
    std::string reply = proxy_.province_.exchange(bytes);
    proxy_.remember(reply);
    return reply;
}

void Passage::abandon(const std::string& part) { proxy_.province_.abandon(part); }

void Passage::end(Ending ending) {
    switch (ending) {
        case Ending::cut:
            return terminal_.cut();
        case Ending::reset:
            return terminal_.reset();
        case Ending::close:
            return terminal_.close();
    }
}

FaultProxy::FaultProxy(const TlsServerSettings& settings, Upstream& province)
    : province_(province),
      server_(settings, TlsServer::Serve([this](TlsPeer& peer, const std::string& request) { serve(peer, request); })) {
}

void FaultProxy::serve(TlsPeer& peer, const std::string& request) {
    {
        const std::scoped_lock lock(mutex_);
        if (request.starts_with("POST ")) ++batches_;
    }
    const std::scoped_lock turn(turn_);
    Passage passage(*this, peer, request);
    if (mischief_) return mischief_(passage);
    passage.answer(passage.forward());
}

void FaultProxy::commit(Mischief mischief) {
    const std::scoped_lock turn(turn_);
    mischief_ = std::move(mischief);
}

void FaultProxy::behave() { commit({}); }

void FaultProxy::remember(const std::string& reply) {
    const std::scoped_lock lock(mutex_);
    genuine_.insert(body_of(reply));
}

bool FaultProxy::is_genuine(const std::string& body) const {
    const std::scoped_lock lock(mutex_);
    return genuine_.contains(body);
}

void FaultProxy::forget() {
    const std::scoped_lock lock(mutex_);
    genuine_.clear();
}

long FaultProxy::batches() const {
    const std::scoped_lock lock(mutex_);
    return batches_;
}

}  // namespace hailong::test
