package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newAddPostcodes(a *app) *cobra.Command {
	var dryRun bool
	c := &cobra.Command{
		Use:   "add-postcodes FILE",
		Short: "Pack a directory of postcodes into the workspace, so that postcodes are placed exactly",
		Long: `Read a directory of postcodes, such as the ONS Postcode Directory, a csv or the zip archive that it
comes in, and keep of it the district or single-tier authority of each postcode, its ward and its
LSOA, packed and sorted, in the workspace's postcodes.bin. Its columns are pcds (or pcd) and oslaua,
and, where it has them, osward and lsoa21 or lsoa11; postcodes that were ended stay in, because
payments are older than the directory.

From then on a payee's postcode that the table has is placed where that says, before the program's
own table, which knows the authorities of Great Britain's postcodes and no wards, LSOAs or
postcodes of Northern Ireland.
Places of your own (places/NAME.yaml) can be made of its wards and LSOAs by their codes.
The directory and its licence are yours. To be without it, delete the file.`,
		Example: `  flows places add-postcodes ONSPD_FEB_2024_UK.zip
  flows places add-postcodes ONSPD_FEB_2024_UK.csv --dry-run`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			packed, err := p.AddPostcodes(c.Context(), args[0], dryRun)
			if err != nil {
				return err
			}
			line := fmt.Sprintf("%s of %s from %s; %s ended, %s in no authority, %s unread",
				counted(int64(packed.Postcodes), "postcode"), counted(int64(packed.Areas), "area"), counted(int64(packed.Lines), "line"),
				thousands(int64(packed.Terminated)), thousands(int64(packed.NoArea)), thousands(int64(packed.Unread)))
			if dryRun {
				line += "; dry run, nothing was kept"
			}
			fmt.Fprintln(a.out, line)
			return nil
		},
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "read and count, keep nothing")
	return c
}
