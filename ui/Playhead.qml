// The playhead: where heard ends. Fixed; the music moves under it.
import QtQuick
import Klangraum

Rectangle {
    width: Math.max(2, Math.round(3 * Theme.s))
    color: Theme.ink
}
