# The training room: what ui/CMakeLists.txt adds to the QML module.
set(KLANGRAUM_TRAINING_SOURCES
  training/axisscale.cpp training/axisscale.h
  training/curvebuild.cpp training/curvebuild.h
  training/curvedrawn.h training/curveseeds.cpp
  training/curvepicture.cpp training/curvepicture.h
  training/latentplayer.cpp training/latentplayer.h
  training/musicpictures.cpp training/musicpictures.h
  training/musicstats.cpp training/musicstats.h
  training/panelart.cpp training/panelart.h
  training/panelexport.cpp training/panelexport.h
  training/panelnames.cpp training/panelnames.h
  training/panelpicture.cpp training/panelpicture.h
  training/roomart.cpp training/roomart.h
  training/roomview.h
  training/runfacts.cpp training/runfacts.h
  training/runfiles.cpp training/runfiles.h
  training/runlistmodel.cpp training/runlistmodel.h
  training/runwatch.cpp training/runwatch.h
  training/samplemaker.cpp training/samplemaker.h
  training/scatterpicture.cpp training/scatterpicture.h
  training/spectrumpicture.cpp training/spectrumpicture.h
  training/trainingdeeds.cpp training/trainingsound.cpp
  training/trainingroom.cpp training/trainingroom.h
  training/duelwords.cpp training/duelwords.h
  training/judgemodel.cpp training/judgemodel.h
  training/trainingduel.cpp training/trainingpanels.cpp)
