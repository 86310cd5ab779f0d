import Coreference
import Language

extension LanguageModel {
  /// Which gender a first name tells, as the coreference step asks it.
  package var firstNameGender: @Sendable (String) -> GrammaticalGender {
    { [self] name in
      switch gender(ofFirstName: name) {
      case .female?: .female
      case .male?: .male
      case nil: .unknown
      }
    }
  }
}
