package chart_test
import ("testing";"fmt";"os";"strings";"peerdash/ui/chart";"peerdash/ui/theme";"strconv")
func TestZZ(t *testing.T){
 n,_:=strconv.Atoi(os.Getenv("N")); w,_:=strconv.Atoi(os.Getenv("W"));h,_:=strconv.Atoi(os.Getenv("H"))
 k,_:=strconv.Atoi(os.Getenv("K")); tier,_:=strconv.Atoi(os.Getenv("TIER")); g,_:=strconv.Atoi(os.Getenv("G")); bg,_:=strconv.Atoi(os.Getenv("BG"))
 d:=chart.Draw(input(organization(n),chart.Kind(k),w,h,theme.New(theme.Tier(tier),theme.Background(bg),theme.GlyphSet(g))))
 out:=strings.Join(d.Lines(),"\n")
 fmt.Println(out)
 fmt.Println("BYTES",len(out))
}
