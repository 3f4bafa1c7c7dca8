// Where the music is: bar number and beats.
import QtQuick
import Klangraum

Item {
    id: root

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Bar") + " " + Exhibit.bar + ", " + qsTr("Beat") + " " + Exhibit.beat

    Text {
        y: 15 * Theme.s
        text: qsTr("Bar")
        font: Theme.small
        color: Theme.t3
    }
    Text {
        x: -2 * Theme.s
        y: 35 * Theme.s
        text: Exhibit.bar
        font: Theme.dataXL
        color: Theme.t1
    }
    // Beyond 99 bars the beats make room.
    Item {
        x: (Exhibit.bar > 99 ? 92 : 68) * Theme.s
        Text {
            y: 15 * Theme.s
            text: qsTr("Beat")
            font: Theme.small
            color: Theme.t3
        }
        Repeater {
            model: Math.min(4, Exhibit.beatsPerBar)
            delegate: Item {
                id: dot
                required property int index
                readonly property bool now: Exhibit.beat === index + 1
                x: index * 26 * Theme.s
                y: 56 * Theme.s
                Rectangle {
                    anchors.centerIn: core
                    visible: dot.now
                    width: 28 * Theme.s
                    height: width
                    radius: 7 * Theme.s
                    color: Theme.surface3
                }
                Rectangle {
                    id: core
                    width: 18 * Theme.s
                    height: width
                    radius: dot.now ? 4 * Theme.s : width / 2
                    color: dot.now ? Theme.ink : dot.index + 1 < Exhibit.beat ? Theme.t3 : Theme.surface3
                }
            }
        }
    }
}
