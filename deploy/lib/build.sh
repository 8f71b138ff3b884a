# Configures and builds the three programs (preset release). Sourced; needs say.sh. $source is the checkout.

build_programs() {
    local testing=OFF
    command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
    # A tree that deploy/test configured keeps its tests.
    grep -qs '^BUILD_TESTING:BOOL=ON' "$source/build/release/CMakeCache.txt" && testing=ON
    mkdir -p "$source/build"
    (cd "$source" && cmake --preset release -DBUILD_TESTING=$testing) >"$source/build/configure.log" 2>&1 ||
        { tail -20 "$source/build/configure.log" >&2; stop_with "cmake could not configure (build/configure.log)"; }
    ninja -C "$source/build/release" hailong-kiosk hailong-sync hailong-server >"$source/build/build.log" 2>&1 ||
        { tail -40 "$source/build/build.log" >&2; stop_with "the programs do not build (build/build.log)"; }
}

# Copies programs and assets to a fresh folder that other users can read: a checkout under /root could not be.
# Sets $home.
install_programs() {
    home=$(mktemp -d /var/tmp/hailong-quickstart.XXXXXX)
    chmod 0755 "$home"
    mkdir -p "$home/config" "$home/log" "$home/run" "$home/data"
    local component
    for component in terminal province; do
        cmake --install "$source/build/release" --prefix "$home" --component $component >/dev/null
    done
    as_root install -d -o hailong-kiosk -g hailong-ledger -m 2750 "$home/data/ledger"
    as_root install -d -o hailong-kiosk -g hailong-kiosk -m 0700 "$home/data/kiosk"
    as_root install -d -o hailong-sync -g hailong-ledger -m 2750 "$home/data/sync"
    as_root install -d -o hailong-server -g hailong-server -m 0700 "$home/server" "$home/run/server"
    as_root install -d -o hailong-kiosk -g hailong-kiosk -m 0755 "$home/run/kiosk"
}
