// A panel: its title opens the list of panels, a tap beside the title selects it for CSV and PNG, curves set the epoch,
// the latent plane is played by touch.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property int slot: 0
    readonly property real s: Theme.s
    readonly property var room: Exhibit.training
    readonly property bool selected: room.selected === slot
    readonly property alias art: art

    radius: Theme.panelRadius
    color: Theme.panel
    border.width: selected ? 2 * s : Theme.hairline
    border.color: selected ? Theme.you : Theme.hair
    visible: room.current !== ""
    activeFocusOnTab: true
    Accessible.role: Accessible.Chart
    Accessible.name: art.title
    Keys.onReturnPressed: root.select()
    Keys.onEnterPressed: root.select()
    Keys.onDownPressed: menu.open = true

    function select() { room.selected = selected ? -1 : slot }

    FocusRing { control: root }

    PanelArt {
        id: art
        objectName: "art"
        anchors.fill: parent
        anchors { leftMargin: Math.round(18 * root.s); rightMargin: Math.round(18 * root.s); bottomMargin: Math.round(14 * root.s) }
        room: root.room
        panel: root.slot

        EpochCursor {
            anchors.fill: parent
            visible: art.kind === "curves" && epoch > 0
            art: art
            epoch: root.room.cursor
        }
        MouseArea {
            objectName: "curveTouch"
            anchors.fill: parent
            anchors.topMargin: art.head * root.s
            enabled: art.kind === "curves"
            preventStealing: true
            function set(x) {
                const epoch = art.epochNear((x - art.plot.x) / art.plot.width)
                if (epoch > 0)
                    root.room.cursor = epoch
            }
            onPressed: mouse => set(mouse.x)
            onPositionChanged: mouse => set(mouse.x)
        }
        MouseArea {
            id: plane
            objectName: "latentTouch"
            property point at: Qt.point(0, 0) // -1..1
            property bool used: false
            anchors.fill: parent
            anchors.topMargin: art.head * root.s
            enabled: art.kind === "scatter" && root.room.latentPlayable
            visible: enabled
            preventStealing: true
            function set(mouse) {
                const place = art.planeAt(mouse.x, mouse.y + y)
                at = Qt.point(Math.max(-1, Math.min(1, place.x)), Math.max(-1, Math.min(1, place.y)))
                used = true
                root.room.playLatent(at.x, at.y)
            }
            onPressed: mouse => set(mouse)
            onPositionChanged: mouse => set(mouse)
            Rectangle { // the visitor's hand
                readonly property point middle: { art.plot; return art.itemAt(plane.at) }
                visible: plane.used
                x: middle.x - width / 2
                y: middle.y - plane.y - height / 2
                width: 20 * root.s
                height: width
                radius: width / 2
                color: Theme.you
                border.width: 3 * root.s
                border.color: Theme.ink
            }
        }
    }

    MouseArea {
        objectName: "panelHead"
        width: parent.width
        height: 44 * root.s
        onClicked: root.select()
    }
    Row {
        id: head
        x: 18 * root.s
        y: 14 * root.s
        spacing: 8 * root.s
        Text {
            objectName: "panelTitle"
            text: art.title
            font: Theme.deskTitle
            color: Theme.t1
            elide: Text.ElideRight
            width: Math.min(implicitWidth, root.width * 0.55)
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 12 * root.s
            height: width
            name: "chevron"
            color: Theme.t3
        }
    }
    MouseArea {
        objectName: "panelMenuButton"
        width: head.x + head.width + 10 * root.s
        height: 44 * root.s
        Accessible.role: Accessible.ButtonMenu
        Accessible.name: qsTr("Show another panel instead of %1").arg(art.title)
        Accessible.onPressAction: menu.open = true
        onClicked: menu.open = !menu.open
    }

    PanelMenu {
        id: menu
        objectName: "panelMenu"
        x: 8 * root.s
        y: 44 * root.s
        z: 10
        width: Math.min(360 * root.s, root.width - 16 * root.s)
        height: root.height - y - 8 * root.s
        current: root.room.panels[root.slot]
        onChosen: id => root.room.setPanel(root.slot, id)
    }
}
