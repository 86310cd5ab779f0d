import Language

/// The gender of first names that nearly everybody of one gender bears, although lists of names have them under both: of a thousand
/// people called James in a census some are women.
///
/// They are frequent names, those left out that many of either gender bear or that are words as well.
enum CommonFirstNames {
  static func gender(_ name: String) -> Gender? { genders[name] }

  private static let male = """
    James John Robert Michael William David Richard Charles Joseph Thomas Christopher Daniel Paul Mark Donald George
    Kenneth Steven Edward Brian Ronald Anthony Kevin Jason Matthew Gary Timothy Larry Jeffrey Frank Scott Eric
    Stephen Andrew Raymond Gregory Joshua Jerry Dennis Walter Patrick Peter Harold Douglas Henry Arthur Ryan Roger
    Juan Jack Albert Jonathan Justin Gerald Keith Samuel Ralph Lawrence Nicholas Roy Benjamin Bruce Brandon Adam
    Harry Fred Wayne Steve Louis Jeremy Aaron Howard Eugene Carlos Russell Philip Victor Martin Ernest Phillip Todd
    Alan Clarence Sean Earl Craig Antonio Bryan Luis Mike Stanley Leonard Nathan Manuel Rodney Curtis Norman Marvin
    Vincent Glenn Jeffery Travis Jeff Chad Jacob Melvin Alfred Kyle Bradley Frederick Joel Edwin Ricky Randall Barry
    Bernard Mario Leroy Francisco Marcus Theodore Clifford Miguel Oscar Jim Tom Calvin Jon Bill Tommy Derek Darrell
    Jerome Floyd Leo Alvin Tim Wesley Gordon Greg Jorge Dustin Pedro Derrick Dan Zachary Herman Gilbert Hector
    Roberto Ian Karl Hans Erik Lars Sven Klaus Pierre Hugo Giovanni Marco Matteo Luca Ivan Sergei Dmitry Vladimir
    Mohammed Ahmed
    """
  private static let female = """
    Mary Patricia Linda Barbara Elizabeth Jennifer Maria Susan Margaret Dorothy Lisa Nancy Karen Betty Helen Sandra
    Donna Carol Ruth Sharon Michelle Laura Sarah Kimberly Deborah Jessica Cynthia Angela Melissa Brenda Amy Anna
    Rebecca Kathleen Pamela Martha Debra Amanda Stephanie Carolyn Christine Janet Catherine Frances Ann Joyce Diane
    Alice Julie Heather Teresa Doris Gloria Evelyn Cheryl Mildred Katherine Joan Judith Janice Nicole Judy Christina
    Kathy Theresa Beverly Denise Tammy Irene Jane Lori Rachel Marilyn Kathryn Louise Sara Anne Jacqueline Wanda
    Bonnie Julia Lois Tina Phyllis Norma Paula Diana Annie Lillian Emily Peggy Gladys Rita Connie Edna Tiffany
    Carmen Rosa Cindy Wendy Edith Sherry Sylvia Josephine Thelma Sheila Ethel Ellen Elaine Marjorie Carrie Monica
    Esther Pauline Emma Juanita Anita Rhonda Eva Debbie Clara Lucille Joanne Eleanor Valerie Danielle Megan Alicia
    Suzanne Michele Bertha Darlene Veronica Jill Erin Geraldine Lauren Cathy Joann Lorraine Sally Regina Erica
    Beatrice Dolores Bernice Audrey Yvonne Annette Ingrid Astrid Margarethe Ingeborg Giulia Chiara Francesca Olga
    Natalia Svetlana Fatima Aisha Priya
    """
  private static let genders: [String: Gender] = {
    var genders: [String: Gender] = [:]
    for (names, gender) in [(male, Gender.male), (female, .female)] {
      for name in names.split(whereSeparator: \.isWhitespace) { genders[String(name)] = gender }
    }
    return genders
  }()
}
