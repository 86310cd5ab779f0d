/// Given names that stand for each other, and words that are near each other and mean different things.
enum GivenNames {
  /// The groups that a name is in. Names of one group stand for each other.
  static func groups(of name: String) -> Set<Int> { groupsByName[name] ?? [] }

  /// Whether both are words of their own, so that one is no mistake of typing for the other.
  static func areDistinct(_ a: String, _ b: String) -> Bool { distinct.contains(a) && distinct.contains(b) }

  // A name and its short forms in English; then Arabic and Slavic names with the vowels that romanisations choose.
  private static let rows = """
    benjamin ben benny
    theodore theodor ted teddy
    robert bob bobby rob
    william bill billy will willy
    richard dick rick ricky
    james jim jimmy jamie
    john johnny jack
    joseph joe joey
    thomas tom tommy
    michael mike mick mickey
    edward ed eddie ned ted
    charles charlie chuck
    anthony tony
    andrew andy drew
    daniel dan danny
    david dave
    stephen steven steve
    christopher chris
    matthew matt
    nicholas nick
    alexander alex sasha
    alexandra alex sasha
    samuel sam
    patrick pat paddy
    patricia pat patty
    gregory greg
    kenneth ken kenny
    lawrence laurence larry
    leonard leo len
    timothy tim
    donald don donnie
    ronald ron ronnie
    gerald gerry jerry
    philip phil
    frederick fred freddy
    francis frank
    raymond ray
    vincent vince
    walter walt
    zachary zach zack
    abraham abe
    albert bert
    jacob jake
    joshua josh
    jonathan jon
    peter pete
    elizabeth liz beth betty lizzie
    katherine catherine kate kathy cathy
    margaret maggie peggy meg
    susan sue suzy
    deborah debbie deb
    jennifer jenny jen
    rebecca becky
    victoria vicky
    barbara barb
    mohammed muhammad mohammad mohamed muhammed mohamad muhamad mohammod mohd muhamed mahomed
    ahmed ahmad achmad akhmed akhmad
    mahmoud mahmud mahmood makhmud
    hussein husayn hussain husain husein hossein hosein hussayn
    hassan hasan hasson
    yusuf yousef youssef yousuf yusef yosef yusif
    osama usama
    omar umar omer
    othman uthman osman usman
    abdullah abdallah abdulla abdalla
    ibrahim ebrahim
    ismail ismael esmail
    khaled khalid
    saeed said saed sayeed
    mustafa mostafa moustafa
    suleiman sulayman soleiman sulaiman suleyman
    jamal gamal
    jafar jaafar ghafar
    faisal faysal feisal
    zaynab zainab zeinab
    fatima fatimah fatma
    aisha ayesha aicha
    kamal kamel kemal
    rashid rasheed rachid
    karim kareem
    salah saleh salih
    qasim kassem qassem kasim qasem
    sergei sergey serguei sergej serhii serhiy sergii
    alexei alexey aleksei aleksey alexej oleksii oleksiy
    alexander aleksandr alexandr aleksander oleksandr alexandre aliaksandr
    dmitri dmitry dmitriy dmitrii dimitri dmytro
    mikhail mihail michail mykhailo
    nikolai nikolay mykola
    vladimir volodymyr volodimir wladimir uladzimir
    evgeny yevgeny evgenii yevgeniy evgeniy yevhen
    yuri yury iurii yuriy yurii
    andrei andrey andrej andrii andriy
    pyotr petr piotr petro
    """

  private static let groupsByName: [String: Set<Int>] = {
    var groups: [String: Set<Int>] = [:]
    for (index, row) in rows.split(separator: "\n").enumerated() {
      for name in row.split(separator: " ") { groups[String(name), default: []].insert(index) }
    }
    return groups
  }()

  /// Given names, states and months that an edit or two turn into another.
  private static let distinct: Set<String> = Set(
    """
    john joan jean juan joana jane jana janet janez jan jon jonas jonah josh jose josef joel rose rosa maria \
    mario marie marco marcel marcela marta martin martina marvin mary mark marina marisa larry harry barry garry \
    gary terry perry jerry kerry henry henri hans hanna anna anne anya ana tanya tania sonia sonya vera lera \
    lena elena helena irina marian miriam karim karin karina carl carla paul paula pavel raul saul dana dina \
    diana dan dean sean ivan ivana evan ewan ryan bryan brian brain ali alia amir emir samir samira amin amina \
    omar omer imran kamran carlo carlos emil emilia emily emma erik erika alan alana alma dmitri ella ellen \
    helen eileen adam ada adan eva ian iain jack jacob jason mason luke luca lucas lucia lucy julia julio julie \
    julian juliana june simon simone timon daniel daniela danielle michel michelle michael michaela rachel \
    ronald donald roland armand armando ferdinand fernando bernard gerard gerald leon leona leo lee liam william \
    kim tim jim tom todd rod ron don ben len ken ray roy joy jay kay may sara zara tara lara laura clara nora \
    mona nina tina gina rita vita nadia nadim hassan hussan hasan fadi hadi rami sami tami wael walid khalid \
    hamid hamad hammad majid sajid wajid rashid rasheed nasir nasser yasir yasser tarik tariq farid faris haris \
    harris salim selim salam salma jamal kamal jamil kamil hamza said saad saud iran iraq ireland iceland zambia \
    gambia india malta mali niger nigeria austria australia slovakia slovenia january february march april july \
    august north south east west northern southern eastern western minor major first last
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  )
}
