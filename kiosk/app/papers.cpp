#include "kiosk/app/papers.h"

#include <sys/stat.h>

namespace hailong::app {

namespace {

FileMark mark_of(const base::Path& path) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0) return {};
    return {found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace

Papers papers_now(const domain::Places& places, const base::Path& card) {
    return {mark_of(card), mark_of(places.identity()), mark_of(places.keys())};
}

}  // namespace hailong::app
