// A control plugin of ALSA: one card with "Headphone Jack". It reads its commands from a named pipe: '1' plugged, '0'
// unplugged, 'x' the card is gone.
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace {

constexpr auto kName = "Headphone Jack";

struct Card {
    snd_ctl_ext_t ext{};
    long plugged = 0;
};

Card& card_of(snd_ctl_ext_t* ext) { return *static_cast<Card*>(ext->private_data); }

void name_element(snd_ctl_elem_id_t* id) {
    snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_CARD);
    snd_ctl_elem_id_set_name(id, kName);
}

void close_card(snd_ctl_ext_t* ext) {
    close(ext->poll_fd);
    delete &card_of(ext);
}
int count(snd_ctl_ext_t* /*ext*/) { return 1; }
int list(snd_ctl_ext_t* /*ext*/, unsigned /*offset*/, snd_ctl_elem_id_t* id) {
    name_element(id);
    return 0;
}
snd_ctl_ext_key_t find(snd_ctl_ext_t* /*ext*/, const snd_ctl_elem_id_t* id) {
    return std::strcmp(snd_ctl_elem_id_get_name(id), kName) == 0 ? 0 : SND_CTL_EXT_KEY_NOT_FOUND;
}
int attribute(snd_ctl_ext_t* /*ext*/, snd_ctl_ext_key_t /*key*/, int* type, unsigned* access, unsigned* values) {
    *type = SND_CTL_ELEM_TYPE_BOOLEAN;
    *access = SND_CTL_EXT_ACCESS_READ;
    *values = 1;
    return 0;
}
int read_value(snd_ctl_ext_t* ext, snd_ctl_ext_key_t /*key*/, long* value) {
    *value = card_of(ext).plugged;
    return 0;
}
int read_event(snd_ctl_ext_t* ext, snd_ctl_elem_id_t* id, unsigned* mask) {
    char command = 0;
    if (read(ext->poll_fd, &command, 1) != 1) return -EAGAIN;
    if (command == 'x') return -ENODEV;
    card_of(ext).plugged = command == '1' ? 1 : 0;
    name_element(id);
    *mask = SND_CTL_EVENT_MASK_VALUE;
    return 1;
}

snd_ctl_ext_callback_t callbacks() {
    snd_ctl_ext_callback_t out{};
    out.close = close_card;
    out.elem_count = count;
    out.elem_list = list;
    out.find_elem = find;
    out.get_attribute = attribute;
    out.read_integer = read_value;
    out.read_event = read_event;
    return out;
}

const snd_ctl_ext_callback_t kCallbacks = callbacks();

}  // namespace

extern "C" {
SND_CTL_PLUGIN_DEFINE_FUNC(hailong) {
    static_cast<void>(root);
    snd_config_t* node = nullptr;
    const char* pipe = nullptr;
    if (snd_config_search(conf, "pipe", &node) < 0 || snd_config_get_string(node, &pipe) < 0) return -EINVAL;
    auto* card = new Card;
    card->ext.version = SND_CTL_EXT_VERSION;
    card->ext.card_idx = 0;
    std::strcpy(card->ext.id, "hailong");
    std::strcpy(card->ext.driver, "hailong");
    std::strcpy(card->ext.name, "hailong");
    std::strcpy(card->ext.longname, "hailong");
    std::strcpy(card->ext.mixername, "hailong");
    card->ext.poll_fd = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    card->ext.callback = &kCallbacks;
    card->ext.private_data = card;
    const int status = snd_ctl_ext_create(&card->ext, name, mode);
    *handlep = card->ext.handle;
    return status;
}
SND_CTL_PLUGIN_SYMBOL(hailong);
}
