# Piano roll, gesture lane and sound map: what ui/CMakeLists.txt adds to the QML module.
set(KLANGRAUM_ROLL_SOURCES
  pianorolllivenote.cpp pianorolllivenote.h
  pianorollnotes.cpp pianorollnotes.h
  pianorollscale.cpp pianorollscale.h
  pitchkeyboard.cpp pitchkeyboard.h
  probabilitycloud.cpp probabilitycloud.h
  rolltile.cpp rolltile.h
  rolltileitem.cpp rolltileitem.h)
set(KLANGRAUM_ROLL_QML PianoRoll.qml Playhead.qml WriteHead.qml)
