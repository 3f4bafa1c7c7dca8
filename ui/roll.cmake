# Piano roll, gesture lane and sound map: what ui/CMakeLists.txt adds to the QML module.
set(KLANGRAUM_ROLL_SOURCES
  gesturelanecurve.cpp gesturelanecurve.h
  gesturetrail.cpp gesturetrail.h
  latentpadlabel.cpp latentpadlabel.h
  latentpadtouch.cpp latentpadtouch.h
  pianorollfeed.cpp pianorollfeed.h
  pianorolllivenote.cpp pianorolllivenote.h
  pianorollnotes.cpp pianorollnotes.h pianorollnotesfill.cpp
  pianorollscale.cpp pianorollscale.h
  pitchkeyboard.cpp pitchkeyboard.h
  probabilitycloud.cpp probabilitycloud.h
  rolltile.cpp rolltile.h
  rolltileitem.cpp rolltileitem.h
  soundmapimage.cpp soundmapimage.h
  soundmapimagecontours.cpp)
set(KLANGRAUM_ROLL_QML
  GestureLane.qml
  HintGhost.qml
  Landmark.qml
  LatentPad.qml
  LatentPadBroken.qml
  LatentPadDrawing.qml
  LatentPadMorphLine.qml
  MapPin.qml
  PianoRoll.qml
  Playhead.qml
  Puck.qml
  WriteHead.qml)
