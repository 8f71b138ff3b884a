# Installs what is missing of deploy/packages. Sourced; needs say.sh.

# wanted_packages LIST PART…: one name a line; of "a|b" the one that is installed or can be.
wanted_packages() {
    local list=$1 part name choice
    shift
    while read -r part name; do
        case " $* " in *" $part "*) ;; *) continue ;; esac
        for choice in ${name//|/ }; do
            if is_installed "$choice" || [ -n "$(apt-cache policy "$choice" 2>/dev/null | grep -v '(none)' | grep Candidate)" ]; then
                name=$choice
                break
            fi
        done
        echo "${name%%|*}"
    done < <(grep -v '^#' "$list")
}

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]; }

missing_packages() {
    local name
    while read -r name; do is_installed "$name" || echo "$name"; done < <(wanted_packages "$@")
}

# install_missing LIST PART…
install_missing() {
    command -v dpkg-query >/dev/null || stop_with "this is no Debian system: install by hand what $1 lists"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then
        note "all Debian packages are there"
        return
    fi
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    as_root apt-get update -qq || stop_with "apt-get update failed: is there a network and a package source?"
    mapfile -t missing < <(missing_packages "$@")   # names may differ once the lists are there
    quiet_services as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
        stop_with "apt-get install failed for: ${missing[*]}"
}

# Packages that bring a service (nginx) must not start it: we run our own on loopback. Only where no policy exists yet.
quiet_services() {
    local policy=/usr/sbin/policy-rc.d status=0
    if [ -e $policy ]; then "$@"; return; fi
    printf '#!/bin/sh\nexit 101\n' | as_root install -m 755 /dev/stdin $policy
    "$@" || status=$?
    as_root rm -f $policy
    return $status
}
