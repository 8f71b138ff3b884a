# Sheets that show the drawn screen beside ours. Sourced; needs say.sh. The drawings are design material that lies beside
# some checkouts (../shared/design/mock); without them the sheets show ours alone.

mock_of() { # SCREEN → the drawing of it, where there is one
    local mocks=$source/../shared/design/mock
    case $1 in
    first) echo "$mocks/first-landscape.png" ;;
    followup | followup-chosen) echo "$mocks/reasons-landscape.png" ;;
    thanks | thanks-held) echo "$mocks/thanks-landscape.png" ;;
    esac
}

make_sheets() {
    local picture name mock drawn=0 font=/usr/share/fonts/opentype/inter/Inter-Medium.otf
    mkdir -p "$demo/sheets"
    rm -f "$demo"/sheets/*.png
    for picture in "$screens"/*.png; do
        name=$(basename "$picture" .png)
        mock=$(mock_of "${name#*-}")
        if [ -n "$mock" ] && [ -r "$mock" ]; then
            drawn=$((drawn + 1))
            montage -font "$font" -label drawn "$mock" -label ours "$picture" -tile 2x1 -geometry 960x540+8+8 -pointsize 18 "$demo/sheets/$name.png"
        else
            montage -font "$font" -label ours "$picture" -tile 1x1 -geometry 960x540+8+8 -pointsize 18 "$demo/sheets/$name.png"
        fi
    done
    [ $drawn -gt 0 ] || note "the drawn screens are not beside this checkout: the sheets show ours alone"
    montage -font "$font" "$screens"/*.png -tile 3x -geometry 640x360+6+6 -background '#888888' "$demo/sheets/all.png"
    note "screens: build/demo/screens   sheets: build/demo/sheets"
}
