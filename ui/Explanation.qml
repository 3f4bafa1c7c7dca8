// One sentence about a control, for four seconds.
import QtQuick
import Klangraum

Rectangle {
    id: root

    property string text

    function show() {
        if (text !== "") {
            visible = true
            timer.restart()
        }
    }

    visible: false
    width: Math.min(420 * Theme.s, sentence.implicitWidth + 40 * Theme.s)
    height: sentence.height + 28 * Theme.s
    radius: Theme.panelRadius
    color: Theme.paper

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Text {
        id: sentence
        anchors.centerIn: parent
        width: Math.min(implicitWidth, 380 * Theme.s)
        text: root.text
        wrapMode: Text.WordWrap
        horizontalAlignment: Text.AlignHCenter
        font: Theme.body
        color: Theme.onPaper
    }
    Timer {
        id: timer
        interval: 4000
        onTriggered: root.visible = false
    }
}
