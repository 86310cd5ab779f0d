import Foundation
import HTML

// Measures the reader on annotated pages, or writes what its model is trained from.
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "features", arguments.count == 2 {
  FeatureDump.run(arguments[1])
} else if arguments.first == "steps", arguments.count == 2 {
  FeatureDump.steps(arguments[1])
} else if arguments.first == "read", arguments.count == 2 {
  FeatureDump.read(arguments[1])
} else if let score = Score(arguments) {
  score.run()
} else {
  print(
    """
    usage: courant-pages FOLDER [--half a|b] [--fold N] [--model FILE] [--pages]
           courant-pages features FOLDER > FILE
           courant-pages steps FOLDER
           courant-pages read FILE
    FOLDER has html/ID.html and truth/ID.json. --fold takes the sites of one of five folds; --model another model than
    the one built in, where "%" stands for the fold's number; --pages prints a line a page. steps prints the mean time
    of each step of reading, read what one page is read as.
    """
  )
  exit(64)
}
