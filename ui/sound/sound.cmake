# What an audio model plays, drawn: what ui/CMakeLists.txt adds to the QML module.
set(KLANGRAUM_SOUND_SOURCES
  sound/choicemodel.cpp sound/choicemodel.h
  sound/soundpainter.cpp sound/soundpainter.h
  sound/soundroll.cpp sound/soundroll.h
  sound/soundthumb.cpp sound/soundthumb.h
  sound/soundtile.cpp sound/soundtile.h)
